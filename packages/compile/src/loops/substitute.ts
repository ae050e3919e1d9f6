/** The same program over other buffers. */
import type { DType } from '../ir/graph.js';
import type { Expression, Operand, Program, Statement } from './form.js';
import type { Buffer, View } from './view.js';

/** Applies a function once to each object, so that what was the same object stays the same. */
export function once<T extends object, R>(make: (one: T) => R): (one: T) => R {
  const known = new Map<T, R>();
  return (one) => {
    const result = known.get(one) ?? make(one);
    known.set(one, result);
    return result;
  };
}

/**
 * Replaces buffers everywhere in a program.
 *
 * @param dtypeOf gives the dtypes of expressions. Default: unchanged.
 */
export function withBuffers(
  program: Program,
  replace: (buffer: Buffer) => Buffer,
  dtypeOf: (dtype: DType) => DType = (dtype) => dtype,
): Program {
  const bufferOf = once(replace);
  const viewOf = once((view: View): View => ({
    ...view,
    buffer: bufferOf(view.buffer),
    lookups: view.lookups.map((lookup) => {
      const { table } = lookup;
      if (table instanceof Int32Array) return lookup;
      return { ...lookup, table: { ...table, buffer: bufferOf(table.buffer) } };
    }),
  }));
  const expressionOf = once((expression: Expression): Expression => {
    const dtype = dtypeOf(expression.dtype);
    switch (expression.kind) {
      case 'number':
        return { ...expression, dtype };
      case 'load':
        return { ...expression, dtype, view: viewOf(expression.view) };
      case 'op':
        return { ...expression, dtype, inputs: expression.inputs.map(expressionOf) };
    }
  });
  const operandOf = (operand: Operand): Operand => ({
    ...operand,
    buffer: bufferOf(operand.buffer),
  });
  const statementOf = (statement: Statement): Statement => {
    switch (statement.kind) {
      case 'map':
        return {
          ...statement,
          stores: statement.stores.map(({ to, value }) => ({
            to: viewOf(to),
            value: expressionOf(value),
          })),
        };
      case 'reduce':
        return { ...statement, value: expressionOf(statement.value), to: bufferOf(statement.to) };
      case 'pack':
        return { ...statement, from: operandOf(statement.from), to: bufferOf(statement.to) };
      case 'product': {
        const { a, b, packed, bias, to } = statement;
        return {
          ...statement,
          ...{ a: operandOf(a), b: operandOf(b), to: { ...to, buffer: bufferOf(to.buffer) } },
          ...(packed !== undefined && { packed: bufferOf(packed) }),
          ...(bias !== undefined && { bias: bufferOf(bias) }),
        };
      }
    }
  };
  return {
    statements: program.statements.map(statementOf),
    buffers: program.buffers.map(bufferOf),
    inputs: program.inputs.map(bufferOf),
    outputs: program.outputs.map(bufferOf),
    before: program.before.map(bufferOf),
    after: program.after.map(bufferOf),
  };
}
