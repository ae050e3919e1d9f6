/** The same program over other buffers, or other places in them. */
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

/** What stands in the place of the parts of a statement. */
export interface Replacements {
  readonly view: (view: View) => View;
  readonly operand: (operand: Operand) => Operand;
  /** The start of a product's result. */
  readonly start: (start: Start) => Start;
  /** A buffer that is used as a whole. */
  readonly buffer: (buffer: Buffer) => Buffer;
  /** Default: unchanged. */
  readonly dtype?: (dtype: DType) => DType;
}

export interface Start {
  readonly buffer: Buffer;
  readonly offset: number;
}

/** A function that replaces the parts of statements. */
export function replacing(replacements: Replacements): (statement: Statement) => Statement {
  const { operand, start, buffer, dtype: dtypeOf = (dtype) => dtype } = replacements;
  const viewOf = once(replacements.view);
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
  return (statement) => {
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
        return { ...statement, value: expressionOf(statement.value), to: buffer(statement.to) };
      case 'pack':
        return { ...statement, from: operand(statement.from), to: buffer(statement.to) };
      case 'product': {
        const { a, b, packed, bias, to } = statement;
        return {
          ...statement,
          ...{ a: operand(a), b: operand(b), to: start(to) },
          ...(packed !== undefined && { packed: buffer(packed) }),
          ...(bias !== undefined && { bias: buffer(bias) }),
        };
      }
    }
  };
}

/**
 * Replaces buffers everywhere in a program.
 *
 * @param dtype gives the dtypes of expressions. Default: unchanged.
 */
export function withBuffers(
  program: Program,
  replace: (buffer: Buffer) => Buffer,
  dtype?: (dtype: DType) => DType,
): Program {
  const bufferOf = once(replace);
  const statementOf = replacing({
    view: (view) => ({
      ...view,
      buffer: bufferOf(view.buffer),
      lookups: view.lookups.map((lookup) => {
        const { table } = lookup;
        if (table instanceof Int32Array) return lookup;
        return { ...lookup, table: { ...table, buffer: bufferOf(table.buffer) } };
      }),
    }),
    operand: (operand) => ({ ...operand, buffer: bufferOf(operand.buffer) }),
    start: (start) => ({ ...start, buffer: bufferOf(start.buffer) }),
    buffer: bufferOf,
    ...(dtype !== undefined && { dtype }),
  });
  return {
    statements: program.statements.map(statementOf),
    buffers: program.buffers.map(bufferOf),
    inputs: program.inputs.map(bufferOf),
    outputs: program.outputs.map(bufferOf),
    before: program.before.map(bufferOf),
    after: program.after.map(bufferOf),
  };
}
