/** Values of a trace that do not depend on inputs: constants, and values with one number everywhere. */
import { arrayOf, sizeOf, type GraphBuilder, type Value, type Values } from '../ir/graph.js';

/** @returns the numbers of a value; undefined if they are not known before the graph runs. */
export function knownValues(builder: GraphBuilder, value: Value): Values | undefined {
  const constant = builder.constants.get(value);
  if (constant !== undefined) return constant;
  const maker = builder.nodes.findLast(({ outputs }) => outputs.includes(value));
  switch (maker?.op) {
    case 'Fill':
    case 'ZerosLike':
    case 'OnesLike': {
      const filled = arrayOf(value.dtype, sizeOf(value.shape)) as Float32Array;
      return filled.fill(maker.attributes['value'] as number);
    }
    case 'Identity':
    case 'Reshape':
    case 'ExpandDims':
      return knownValues(builder, maker.inputs[0]!);
    case undefined:
    default:
      return undefined;
  }
}
