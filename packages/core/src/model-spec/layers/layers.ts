/**
 * The table of layers by type. To add a layer, add a file to this folder, a file to `networks/layers`, and a row to
 * each table.
 */
import { InvalidArgumentError, sizeOf, type LayerSpec } from '@speil/api';
import type {
  LayerDeclaration,
  NoiseDeclaration,
  VariableDeclaration,
} from '../../declarations/declarations.js';
import { layerPath } from '../../declarations/layer-path.js';
import { declareAveragePool2d } from './average-pool2d.js';
import { declareBatchNormalization } from './batch-normalization.js';
import { declareConv2d } from './conv2d.js';
import { declareConv2dTranspose } from './conv2d-transpose.js';
import { declareDense } from './dense.js';
import { declareDropout } from './dropout.js';
import { declareFlatten } from './flatten.js';
import { declareLayerNormalization } from './layer-normalization.js';
import { declareMaxPool2d } from './max-pool2d.js';
import { declareRecurrent } from './recurrent.js';
import { declareRepeatVector } from './repeat-vector.js';
import { declareReshape } from './reshape.js';
import { declareResidual } from './residual.js';
import { declareUpSample2d } from './up-sample2d.js';
import type { DeclareLayer, LayerType } from './layer.js';

const declarations: { readonly [T in LayerType]: DeclareLayer<T> } = {
  dense: declareDense,
  conv2d: declareConv2d,
  conv2dTranspose: declareConv2dTranspose,
  maxPool2d: declareMaxPool2d,
  upSample2d: declareUpSample2d,
  flatten: declareFlatten,
  reshape: declareReshape,
  batchNormalization: declareBatchNormalization,
  dropout: declareDropout,
  layerNormalization: declareLayerNormalization,
  averagePool2d: declareAveragePool2d,
  lstm: declareRecurrent,
  gru: declareRecurrent,
  repeatVector: declareRepeatVector,
  residual: declareResidual,
};

/**
 * @param name the layer's path, such as `encoder/0`. The names of its variables begin with it.
 * @throws InvalidArgumentError when the layer does not take this input.
 */
export function declareLayer(
  spec: LayerSpec,
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const declare = declarations[spec.type] as DeclareLayer<LayerType>;
  return declare(spec, inputShape, name, declareLayers);
}

/** The largest output of a layer for one item, in values (256 MB of float32): a file that exceeds it is rejected. */
export const activationLimit = 64 * 1024 * 1024;

/** Declares layers one after the other, named `name/0`, `name/1` and so on. */
export function declareLayers(
  layers: readonly LayerSpec[],
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const variables: VariableDeclaration[] = [];
  const noise: NoiseDeclaration[] = [];
  let outputShape = inputShape;
  let steps = 0;
  layers.forEach((spec, index) => {
    const layer = `${name}/${index}`;
    const declared = declareLayer(spec, outputShape, layer);
    variables.push(...declared.variables);
    noise.push(...declared.noise);
    steps += declared.steps ?? 0;
    outputShape = declared.outputShape;
    if (sizeOf(outputShape) > activationLimit) {
      throw new InvalidArgumentError(
        `${layerPath(layer)} (${spec.type}) may give at most ${activationLimit} values per example. Received: [${outputShape.join(', ')}].`,
      );
    }
  });
  return { outputShape, variables, noise, steps };
}
