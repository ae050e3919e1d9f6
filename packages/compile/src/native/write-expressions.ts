/** Writes expressions of one number each as C. Their text holds numbers only; buffers are parameters. */
import { CompileError } from '../ir/errors.js';
import type { DType } from '../ir/graph.js';
import type { Expression } from '../loops/form.js';
import { hole, type Buffer, type Linear, type Lookup, type View } from '../loops/view.js';

export const typeOf: Readonly<Record<DType, string>> = {
  float32: 'float',
  int32: 'int',
  bool: 'unsigned char',
  int64: 'long long',
};

/** Names of the buffers and tables of one function. */
export class Parameters {
  readonly buffers: Buffer[] = [];
  readonly tables: Int32Array[] = [];
  readonly #written: ReadonlySet<Buffer>;

  constructor(written: Iterable<Buffer>) {
    this.#written = new Set(written);
  }

  pointer(buffer: Buffer): string {
    if (!this.buffers.includes(buffer)) this.buffers.push(buffer);
    return `p${this.buffers.indexOf(buffer)}`;
  }

  table(table: Int32Array): string {
    if (!this.tables.includes(table)) this.tables.push(table);
    return `q${this.tables.indexOf(table)}`;
  }

  list(): string {
    const buffers = this.buffers.map((buffer, i) => {
      const constant = this.#written.has(buffer) ? '' : 'const ';
      return `${constant}${typeOf[buffer.dtype]} *restrict p${i}`;
    });
    const tables = this.tables.map((_, i) => `const int *restrict q${i}`);
    return ['int t', ...buffers, ...tables].join(', ');
  }
}

export const linear = ({ offset, strides }: Linear): string => {
  const terms = strides.flatMap((stride, f) =>
    stride === 0 ? [] : [stride === 1 ? `i${f}` : `i${f} * ${stride}`],
  );
  if (offset !== 0 || terms.length === 0) terms.push(String(offset));
  return terms.join(' + ');
};

export function place(view: View, parameters: Parameters): string {
  const looked = view.lookups.map(
    (lookup) => `(long)${row(lookup, parameters).place} * ${lookup.scale}`,
  );
  const own = linear(view.at);
  return [...(own === '0' && looked.length > 0 ? [] : [own]), ...looked].join(' + ');
}

/** How a lookup's row is written. Row 0 stands in place of one that is not there, so that an address is always valid. */
interface Row {
  readonly place: string;
  /** When there is no such row, and what its elements are then. */
  readonly absent?: { readonly condition: string; readonly value: 'zero' | 'nan' };
}

function row({ table, at }: Lookup, parameters: Parameters): Row {
  if (!(table instanceof Int32Array)) {
    const given = `rowOf(${parameters.pointer(table.buffer)}[${linear(at)}], ${table.count})`;
    const condition = `(unsigned long)${given} >= ${table.count}`;
    return { place: `(${condition} ? 0 : ${given})`, absent: { condition, value: 'nan' } };
  }
  const found = `${parameters.table(table)}[${linear(at)}]`;
  if (!table.includes(hole)) return { place: found };
  const condition = `${found} < 0`;
  return { place: `(${condition} ? 0 : ${found})`, absent: { condition, value: 'zero' } };
}

/** An element of a view. It is read in any case and then chosen, since that can be done with vectors. */
function element(view: View, pointer: string, parameters: Parameters): string {
  const isFloat = view.buffer.dtype === 'float32';
  return view.lookups
    .flatMap((lookup) => row(lookup, parameters).absent ?? [])
    .reduceRight(
      (text, { condition, value }) => {
        const instead = value === 'nan' && isFloat ? '__builtin_nanf("")' : '0';
        return `(${condition}) ? ${instead} : ${text}`;
      },
      `${pointer}[${place(view, parameters)}]`,
    );
}

/** A number as C. */
function literal(value: number, dtype: DType): string {
  if (dtype !== 'float32') return String(Math.trunc(value));
  if (Number.isNaN(value)) return '__builtin_nanf("")';
  if (!Number.isFinite(value)) return value > 0 ? '__builtin_inff()' : '-__builtin_inff()';
  const single = Math.fround(value);
  if (Object.is(single, -0)) return '-0.0f';
  const text = single.toString();
  return `${/[.e]/u.test(text) ? text : `${text}.0`}f`;
}

type Write = (inputs: readonly string[], expression: Expression & { kind: 'op' }) => string;
const call =
  (name: string): Write =>
  (inputs) =>
    `${name}(${inputs.join(', ')})`;
const infix =
  (operator: string): Write =>
  ([a, b]) =>
    `(${a} ${operator} ${b})`;

const writers: Readonly<Record<string, Write>> = {
  abs: ([a], { dtype }) => (dtype === 'float32' ? `__builtin_fabsf(${a})` : `abs(${a})`),
  acos: call('acosf'),
  acosh: call('acoshf'),
  add: infix('+'),
  and: infix('&'),
  asin: call('asinf'),
  asinh: call('asinhf'),
  atan: call('atanf'),
  atanh: call('atanhf'),
  cast: ([a], { dtype }) => (dtype === 'bool' ? `(${a} != 0)` : `(${typeOf[dtype]})${a}`),
  ceil: call('ceilf'),
  clip: ([a, low, high]) => `(${a} < ${low} ? ${low} : ${a} > ${high} ? ${high} : ${a})`,
  cos: call('cosf'),
  cosh: call('coshf'),
  div: ([a, b], { dtype }) => (dtype === 'float32' ? `(${a} / ${b})` : `divOf(${a}, ${b})`),
  equal: infix('=='),
  erf: call('erff'),
  exp: call('expOf'),
  floor: call('floorf'),
  greater: infix('>'),
  greaterOrEqual: infix('>='),
  isInf: ([a]) => `(__builtin_fabsf(${a}) == __builtin_inff())`,
  isNaN: ([a]) => `(${a} != ${a})`,
  leakyRelu: ([a], { parameter }) =>
    `(${a} < 0 ? ${a} * ${literal(parameter ?? 0, 'float32')} : ${a})`,
  less: infix('<'),
  lessOrEqual: infix('<='),
  log: call('logOf'),
  max: ([a, b]) => `(${a} > ${b} || ${a} != ${a} ? ${a} : ${b})`,
  min: ([a, b]) => `(${a} < ${b} || ${a} != ${a} ? ${a} : ${b})`,
  // The remainder of C for floats, that with the divisor's sign for integers.
  mod: ([a, b], { dtype }) => (dtype === 'float32' ? `fmodf(${a}, ${b})` : `modOf(${a}, ${b})`),
  mul: infix('*'),
  neg: ([a]) => `(-${a})`,
  not: ([a]) => `(!${a})`,
  or: infix('|'),
  pow: call('powf'),
  prelu: ([a, b]) => `(${a} < 0 ? ${a} * ${b} : ${a})`,
  reciprocal: ([a]) => `(1.0f / ${a})`,
  relu: ([a]) => `(${a} < 0 ? 0 : ${a})`,
  round: call('__builtin_rintf'),
  sign: ([a], { dtype }) => (dtype === 'float32' ? `signOf(${a})` : `((${a} > 0) - (${a} < 0))`),
  sin: call('sinf'),
  sinh: call('sinhf'),
  sqrt: call('__builtin_sqrtf'),
  sub: infix('-'),
  tan: call('tanf'),
  tanh: call('tanhOf'),
  where: ([condition, a, b]) => `(${condition} ? ${a} : ${b})`,
  xor: infix('^'),
};

/** Statements that compute expressions; equal parts are computed once. */
export class Body {
  readonly lines: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #known = new Map<Expression, string>();
  readonly #parameters: Parameters;
  readonly #views: ReadonlyMap<View, View>;
  /** Names of values that were just computed, by the buffer they are stored in. */
  readonly stored = new Map<Buffer, string>();

  constructor(parameters: Parameters, views: ReadonlyMap<View, View>) {
    this.#parameters = parameters;
    this.#views = views;
  }

  /** The name of an expression's value. */
  value(expression: Expression): string {
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    const name = this.#named(expression);
    this.#known.set(expression, name);
    return name;
  }

  #named(expression: Expression): string {
    if (expression.kind === 'number') return literal(expression.value, expression.dtype);
    if (expression.kind === 'load') {
      const { view } = expression;
      const stored = this.stored.get(view.buffer);
      if (stored !== undefined) return stored;
      const cutView = this.#views.get(view) ?? view;
      const pointer = this.#parameters.pointer(view.buffer);
      return this.#local(expression.dtype, element(cutView, pointer, this.#parameters));
    }
    const write = writers[expression.op];
    if (write === undefined) {
      throw new CompileError('unsupported-kernel', `There is no C for ${expression.op}.`);
    }
    const inputs = expression.inputs.map((input) => this.value(input));
    return this.#local(expression.dtype, write(inputs, expression));
  }

  #local(dtype: DType, text: string): string {
    const key = `${dtype} ${text}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `v${this.#names.size}`;
    this.#names.set(key, name);
    // A truth value is an int, so that vectors of it have the width of the numbers it selects.
    const type = dtype === 'bool' ? 'int' : typeOf[dtype];
    this.lines.push(`const ${type} ${name} = ${text};`);
    return name;
  }
}
