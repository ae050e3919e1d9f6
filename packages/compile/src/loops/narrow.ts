/** Whole numbers of 64 bits as 32 bits, for a target that has no vectors of the former: positions are far smaller. */
import type { DType } from '../ir/graph.js';
import type { Expression, Operand, Program, Statement } from './form.js';
import type { Buffer, View } from './view.js';

const narrow = (dtype: DType): DType => (dtype === 'int64' ? 'int32' : dtype);

export function narrowed(program: Program): Program {
  if (program.buffers.every(({ dtype }) => dtype !== 'int64')) return program;
  const once = <T extends object, R>(make: (one: T) => R): ((one: T) => R) => {
    const known = new Map<T, R>();
    return (one) => {
      const result = known.get(one) ?? make(one);
      known.set(one, result);
      return result;
    };
  };
  const bufferOf = once((buffer: Buffer): Buffer => {
    if (buffer.dtype !== 'int64') return buffer;
    const { values } = buffer;
    return {
      ...buffer,
      dtype: 'int32',
      ...(values !== undefined && { values: Int32Array.from(values, Number) }),
    };
  });
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
    const dtype = narrow(expression.dtype);
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
        return {
          ...statement,
          value: expressionOf(statement.value),
          to: bufferOf(statement.to),
        };
      case 'pack':
        return { ...statement, from: operandOf(statement.from) };
      case 'product':
        return { ...statement, a: operandOf(statement.a), b: operandOf(statement.b) };
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
