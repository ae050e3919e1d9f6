/**
 * Rules of convolutions, their gradients, pooling and resizing, all in NHWC. The geometry is computed here, so that
 * lowerings do not depend on tfjs.
 */
import * as tf from '@tensorflow/tfjs-core';
import { CompileError } from '../../ir/errors.js';
import type { Attribute } from '../../ir/graph.js';
import { activationOf } from './products.js';
import type { Call, Operands, Rule, Rules, Shape } from './rule.js';

type Four = [number, number, number, number];

interface ConvolutionInfo {
  readonly outShape: Shape;
  readonly note: Record<string, Attribute>;
}

function convolutionOf(
  { attrs }: Call,
  x: Shape,
  filter: Shape,
  depthwise: boolean,
): ConvolutionInfo {
  if (attrs['dataFormat'] === 'NCHW') {
    throw new CompileError(
      'unsupported-kernel',
      'Convolutions are traced in NHWC. Received: NCHW.',
    );
  }
  const info = tf.backend_util.computeConv2DInfo(
    x as Four,
    filter as Four,
    attrs['strides'] as [number, number],
    (attrs['dilations'] as [number, number] | undefined) ?? 1,
    attrs['pad'] as 'same',
    attrs['dimRoundingMode'] as 'floor' | undefined,
    depthwise,
  );
  return {
    outShape: info.outShape,
    note: {
      strides: [info.strideHeight, info.strideWidth],
      dilations: [info.dilationHeight, info.dilationWidth],
      pads: [info.padInfo.top, info.padInfo.left, info.padInfo.bottom, info.padInfo.right],
      kernel: [info.filterHeight, info.filterWidth],
    },
  };
}

function convolution(depthwise: boolean, fused: boolean): Rule {
  const info = (call: Call) => convolutionOf(call, call.shapes[0]!, call.shapes[1]!, depthwise);
  return {
    operands: 'float32',
    inputs: fused ? ['x', 'filter', 'bias?', 'preluActivationWeights?'] : ['x', 'filter'],
    infer: (call) => [{ shape: info(call).outShape, dtype: 'float32' }],
    note: (call) => ({ ...info(call).note, ...(fused ? activationOf(call) : {}) }),
  };
}

function toInput(depthwise: boolean): Rule {
  const shape = ({ attrs }: Call) => attrs['inputShape'] as Four;
  return {
    operands: 'float32',
    inputs: ['dy', 'filter'],
    infer: (call) => [{ shape: shape(call), dtype: 'float32' }],
    note: (call) => convolutionOf(call, shape(call), call.shapes[1]!, depthwise).note,
  };
}

function toFilter(depthwise: boolean): Rule {
  const shape = ({ attrs }: Call) => attrs['filterShape'] as Four;
  return {
    operands: 'float32',
    inputs: ['x', 'dy'],
    infer: (call) => [{ shape: shape(call), dtype: 'float32' }],
    note: (call) => convolutionOf(call, call.shapes[0]!, shape(call), depthwise).note,
  };
}

function poolOf({ attrs }: Call, x: Shape, kind: 'max' | 'avg'): ConvolutionInfo {
  const info = tf.backend_util.computePool2DInfo(
    x as Four,
    attrs['filterSize'] as [number, number],
    attrs['strides'] as [number, number],
    (attrs['dilations'] as [number, number] | undefined) ?? 1,
    attrs['pad'] as 'same',
    attrs['dimRoundingMode'] as 'floor' | undefined,
  );
  return {
    outShape: info.outShape,
    note: {
      kind,
      strides: [info.strideHeight, info.strideWidth],
      pads: [info.padInfo.top, info.padInfo.left, info.padInfo.bottom, info.padInfo.right],
      kernel: [info.filterHeight, info.filterWidth],
      dilations: [info.dilationHeight, info.dilationWidth],
    },
  };
}

function pool(kind: 'max' | 'avg'): Rule {
  return {
    inputs: ['x'],
    operands: kind === 'avg' ? 'float32' : 'numbers',
    infer: (call) => [
      { shape: poolOf(call, call.shapes[0]!, kind).outShape, dtype: call.dtypes[0]! },
    ],
    note: (call) => poolOf(call, call.shapes[0]!, kind).note,
  };
}

function poolGradient(kind: 'max' | 'avg'): Rule {
  return {
    operands: 'float32',
    inputs: kind === 'max' ? ['dy', 'input', 'output'] : ['dy', 'input'],
    infer: ({ shapes }) => [{ shape: shapes[1]!, dtype: 'float32' }],
    note: (call) => poolOf(call, call.shapes[1]!, kind).note,
  };
}

function resize(operands: Operands): Rule {
  return {
    inputs: ['images'],
    operands,
    infer: ({ shapes, dtypes, attrs }) => {
      const [batch, , , channels] = shapes[0]! as Four;
      return [{ shape: [batch, ...(attrs['size'] as number[]), channels], dtype: dtypes[0]! }];
    },
    note: ({ attrs }) => corners(attrs),
  };
}

function resizeGradient(): Rule {
  return {
    operands: 'float32',
    inputs: ['images', 'dy'],
    infer: ({ shapes }) => [{ shape: shapes[0]!, dtype: 'float32' }],
    note: ({ attrs }) => corners(attrs),
  };
}

function corners(attrs: Call['attrs']): Record<string, Attribute> {
  return {
    alignCorners: Boolean(attrs['alignCorners']),
    halfPixelCenters: Boolean(attrs['halfPixelCenters']),
  };
}

export const convolutions: Rules = {
  Conv2D: convolution(false, false),
  FusedConv2D: convolution(false, true),
  DepthwiseConv2dNative: convolution(true, false),
  FusedDepthwiseConv2D: convolution(true, true),
  Conv2DBackpropInput: toInput(false),
  Conv2DBackpropFilter: toFilter(false),
  DepthwiseConv2dNativeBackpropInput: toInput(true),
  DepthwiseConv2dNativeBackpropFilter: toFilter(true),
  MaxPool: pool('max'),
  AvgPool: pool('avg'),
  MaxPoolGrad: poolGradient('max'),
  AvgPoolGrad: poolGradient('avg'),
  ResizeBilinear: resize('float32'),
  ResizeNearestNeighbor: resize('any'),
  ResizeBilinearGrad: resizeGradient(),
  ResizeNearestNeighborGrad: resizeGradient(),
};
