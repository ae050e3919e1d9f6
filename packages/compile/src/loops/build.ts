/** Turns an optimised graph of ONNX operators into a program of loops and products. */
import { sizeOf as countOf, type Graph, type Node, type Value } from '../ir/graph.js';
import type { Expression, Program } from './form.js';
import { broadcasted, tiled, transposed } from './view.js';
import { haveCommonFactors, LoopBuilder, unsupported } from './builder.js';
import { buildConcat, buildGather, buildPad, buildSlice, buildSplit } from './build-arrange.js';
import { buildIndexOf, buildReduce, buildSoftmax, reductions } from './build-reduce.js';
import { buildGemm, buildMatMul } from './build-products.js';

/** Operators of one number each, by their ONNX names. */
const scalarOps: Readonly<Record<string, string>> = {
  Abs: 'abs', Acos: 'acos', Acosh: 'acosh', Add: 'add', And: 'and', Asin: 'asin', Asinh: 'asinh',
  Atan: 'atan', Atanh: 'atanh', Cast: 'cast', Ceil: 'ceil', Clip: 'clip', Cos: 'cos', Cosh: 'cosh',
  Div: 'div', Equal: 'equal', Erf: 'erf', Exp: 'exp', Floor: 'floor', Greater: 'greater',
  GreaterOrEqual: 'greaterOrEqual', IsInf: 'isInf', IsNaN: 'isNaN', LeakyRelu: 'leakyRelu', Less: 'less',
  LessOrEqual: 'lessOrEqual', Log: 'log', Max: 'max', Min: 'min', Mod: 'mod', Mul: 'mul', Neg: 'neg', Not: 'not',
  Or: 'or', PRelu: 'prelu', Pow: 'pow', Reciprocal: 'reciprocal', Relu: 'relu', Round: 'round',
  Sign: 'sign', Sin: 'sin', Sinh: 'sinh', Sqrt: 'sqrt', Sub: 'sub', Tan: 'tan', Tanh: 'tanh',
  Where: 'where', Xor: 'xor',
}; // prettier-ignore

/** @throws CompileError `unsupported-kernel` for an operator that has no loops, and for empty arrays. */
export function buildProgram(graph: Graph): Program {
  const values = [
    ...graph.inputs.map(({ value }) => value),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ];
  // What a reduction or a product of nothing is would be a case of its own in every target.
  if (values.some(({ shape }) => countOf(shape) === 0)) throw unsupported('empty arrays');
  return new LoopBuilder(graph).build(buildNode);
}

function buildNode(loops: LoopBuilder, node: Node): void {
  const { op, inputs, outputs, attributes } = node;
  const output = outputs[0]!;
  const scalar = scalarOps[op];
  if (scalar !== undefined) return buildElementwise(loops, node, scalar);
  const reduction = reductions[op];
  if (reduction !== undefined) return buildReduce(loops, node, reduction);
  if (op === 'ArgMax' || op === 'ArgMin') return buildIndexOf(loops, node);
  const [first] = inputs as [Value];
  const { shape } = first;
  switch (op) {
    case 'Reshape':
    case 'Identity':
      return loops.define(output, loops.read(first));
    case 'Transpose':
      return loops.rearrange(node, (view) =>
        transposed(view, shape, attributes['perm'] as number[]),
      );
    case 'Expand':
      return loops.rearrange(node, (view) => broadcasted(view, shape, output.shape));
    case 'Tile':
      return loops.rearrange(node, (view) => tiled(view, shape, loops.ints(inputs[1])!));
    case 'Split':
      return buildSplit(loops, node);
    case 'Slice':
      return buildSlice(loops, node);
    case 'Concat':
      return buildConcat(loops, node);
    case 'Pad':
      return buildPad(loops, node);
    case 'Gather':
      return buildGather(loops, node);
    case 'Gemm':
      return buildGemm(loops, node);
    case 'MatMul':
      return buildMatMul(loops, node);
    case 'Softmax':
    case 'LogSoftmax':
      return buildSoftmax(loops, node);
    default:
      throw unsupported(op);
  }
}

function buildElementwise(
  loops: LoopBuilder,
  { op, inputs, outputs, attributes }: Node,
  scalar: string,
): void {
  const output = outputs[0]!;
  const read = (value: Value): Expression =>
    loops.moved(value, (view) => broadcasted(view, value.shape, output.shape));
  let operands = (inputs as Value[]).map(read);
  if (!haveCommonFactors(operands, output.shape)) {
    for (const value of inputs as Value[]) loops.stored(value);
    operands = (inputs as Value[]).map(read);
  }
  if (op === 'LeakyRelu') {
    loops.define(output, {
      kind: 'op', dtype: output.dtype, op: scalar, inputs: operands, parameter: attributes['alpha'] as number,
    }); // prettier-ignore
    return;
  }
  const combined = (parts: readonly Expression[]): Expression => ({
    kind: 'op',
    dtype: output.dtype,
    op: scalar,
    inputs: parts,
  });
  // These take any number of operands.
  const isOpen = op === 'Max' || op === 'Min';
  const value = isOpen ? operands.reduce((x, y) => combined([x, y])) : combined(operands);
  loops.define(output, value);
}
