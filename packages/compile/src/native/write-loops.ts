/** Writes maps and reductions as C functions. Their text holds numbers only; buffers are parameters. */
import { CompileError } from '../ir/errors.js';
import type { DType } from '../ir/graph.js';
import type { Expression, MapStatement, ReduceStatement, Reduction } from '../loops/form.js';
import { loadsOf } from '../loops/form.js';
import {
  boundariesOf,
  cut,
  hole,
  product,
  type Buffer,
  type Linear,
  type Lookup,
  type View,
} from '../loops/view.js';
import { wholeBuffer } from '../loops/build.js';

/** A function, and what it is called with. */
export interface WrittenLoop {
  /** Parameters and body; equal texts are the same function. */
  readonly text: string;
  readonly buffers: readonly Buffer[];
  readonly tables: readonly Int32Array[];
  /** Whether the first thread does it alone. */
  readonly isSmall: boolean;
}

/** Below this number of elements, threads cost more than they save. */
const small = 4096;
const typeOf: Readonly<Record<DType, string>> = {
  float32: 'float',
  int32: 'int',
  bool: 'unsigned char',
  int64: 'long long',
};

/** Names of the buffers and tables of one function. */
class Parameters {
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

/** Loops over common factors of views, with the views cut accordingly. */
interface Factored {
  readonly sizes: readonly number[];
  /** The class of each factor; neighbours of another class are not joined. */
  readonly classes: readonly number[];
  readonly views: ReadonlyMap<View, View>;
}

function factored(
  views: readonly View[],
  shape: readonly number[],
  classOf: (axis: number) => number = () => 0,
): Factored {
  const total = product(shape);
  const own = boundariesOf(shape);
  const boundaries = [...own, ...views.flatMap(({ sizes }) => boundariesOf(sizes))];
  const cutViews = views.map((view) => (view.sizes.length === 0 ? view : cut(view, boundaries)!));
  const behind = [...new Set([...boundaries, 1, total])].sort((a, b) => b - a);
  let sizes = behind.slice(1).map((size, i) => behind[i]! / size);
  if (total === 1) sizes = [];
  const ends = shape.map((_, axis) => product(shape.slice(axis + 1)));
  let classes = behind.slice(1).map((size) => {
    const axis = ends.findIndex((end, i) => size >= end && shape[i]! > 1);
    return classOf(axis);
  });
  classes = classes.slice(0, sizes.length);
  let current = cutViews;
  for (let f = sizes.length - 2; f >= 0; f--) {
    const inner = sizes[f + 1]!;
    const forms = current.flatMap((view) =>
      view.sizes.length === 0 ? [] : [view.at, ...view.lookups.map(({ at }) => at)],
    );
    const fits =
      classes[f] === classes[f + 1] &&
      forms.every(({ strides }) => strides[f] === strides[f + 1]! * inner);
    if (!fits) continue;
    const join = (form: Linear): Linear => ({
      ...form,
      strides: [...form.strides.slice(0, f), ...form.strides.slice(f + 1)],
    });
    sizes = [...sizes.slice(0, f), sizes[f]! * inner, ...sizes.slice(f + 2)];
    classes = [...classes.slice(0, f), ...classes.slice(f + 1)];
    current = current.map((view) =>
      view.sizes.length === 0
        ? view
        : {
            ...view,
            sizes,
            at: join(view.at),
            lookups: view.lookups.map((lookup) => ({ ...lookup, at: join(lookup.at) })),
          },
    );
  }
  return { sizes, classes, views: new Map(views.map((view, i) => [view, current[i]!])) };
}

const linear = ({ offset, strides }: Linear): string => {
  const terms = strides.flatMap((stride, f) =>
    stride === 0 ? [] : [stride === 1 ? `i${f}` : `i${f} * ${stride}`],
  );
  if (offset !== 0 || terms.length === 0) terms.push(String(offset));
  return terms.join(' + ');
};

function place(view: View, parameters: Parameters): string {
  const looked = view.lookups.map(
    (lookup) => `(long)${row(lookup, parameters).place} * ${lookup.scale}`,
  );
  const own = linear(view.at);
  return [...(own === '0' && looked.length > 0 ? [] : [own]), ...looked].join(' + ');
}

/** The row that a lookup finds: row 0 in place of a hole, so that an address is always valid. */
function row({ table, at }: Lookup, parameters: Parameters): { place: string; isHole?: string } {
  const found = `${parameters.table(table)}[${linear(at)}]`;
  if (!table.includes(hole)) return { place: found };
  const isHole = `${found} < 0`;
  return { place: `(${isHole} ? 0 : ${found})`, isHole };
}

/** An element of a view. It is read in any case and then chosen, since that can be done with vectors. */
function element(view: View, pointer: string, parameters: Parameters): string {
  const text = `${pointer}[${place(view, parameters)}]`;
  const holes = view.lookups.flatMap((lookup) => row(lookup, parameters).isHole ?? []);
  return holes.length === 0 ? text : `(${holes.join(' || ')}) ? 0 : ${text}`;
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
  div: infix('/'),
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
  mod: ([a, b], { dtype }) =>
    dtype === 'float32' ? `fmodf(${a}, ${b})` : `((${a} % ${b} + ${b}) % ${b})`,
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
class Body {
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

const loopOf = (f: number, from: string, to: string): string =>
  `for (long i${f} = ${from}; i${f} < ${to}; i${f}++)`;

/** The loop that threads share: the first long one, else the longest. */
function sharedLoop(sizes: readonly number[]): number {
  const long = sizes.findIndex((size) => size >= 16);
  return long === -1 ? sizes.indexOf(Math.max(...sizes)) : long;
}

const shareOf = (size: number, isInner: boolean): string => {
  const unit = isInner ? 16 : 1;
  return `const long part = (${Math.ceil(size / unit)} + THREADS - 1) / THREADS * ${unit};
  const long from = t * part, end = from + part < ${size} ? from + part : ${size};`;
};

export function writeMap({ count, stores }: MapStatement): WrittenLoop {
  const views = [...new Set(stores.flatMap(({ to, value }) => [to, ...loadsOf(value)]))];
  const written = stores.map(({ to }) => to.buffer);
  const parameters = new Parameters(written);
  const { sizes, views: cutViews } = factored(views, [count]);
  const body = new Body(parameters, cutViews);
  for (const { to, value } of stores) {
    const name = body.value(value);
    const pointer = parameters.pointer(to.buffer);
    body.lines.push(`${pointer}[${place(cutViews.get(to) ?? to, parameters)}] = ${name};`);
    if (wholeBuffer(to) !== undefined) body.stored.set(to.buffer, name);
  }
  const isSmall = count < small;
  const shared = isSmall ? -1 : sharedLoop(sizes);
  const loops = sizes.map((size, f) =>
    f === shared ? loopOf(f, 'from', 'end') : loopOf(f, '0', String(size)),
  );
  const share = shared === -1 ? '' : shareOf(sizes[shared]!, shared === sizes.length - 1);
  const text = `(${parameters.list()}) {
  ${share}
  ${loops.join('\n  ')} {
    ${body.lines.join('\n    ')}
  }
}`;
  return { text, buffers: parameters.buffers, tables: parameters.tables, isSmall };
}

const starts: Readonly<Record<Reduction, string>> = {
  sum: '0',
  mean: '0',
  prod: '1',
  max: '-__builtin_inff()',
  min: '__builtin_inff()',
};
const joinedBy = (reduction: Reduction, a: string, b: string): string => {
  switch (reduction) {
    case 'sum':
    case 'mean':
      return `${a} + ${b}`;
    case 'prod':
      return `${a} * ${b}`;
    case 'max':
      return `(${b} > ${a} || ${b} != ${b} ? ${b} : ${a})`;
    case 'min':
      return `(${b} < ${a} || ${b} != ${b} ? ${b} : ${a})`;
  }
};

/** Columns that a sum over rows keeps in registers. */
const lanes = 64;
/** Numbers that are added up before the sum of a part joins the whole, for precision. */
const run = 256;

export function writeReduce({ reduction, value, shape, axes, to }: ReduceStatement): WrittenLoop {
  if (to.dtype !== 'float32') {
    throw new CompileError(
      'unsupported-kernel',
      `There are no loops for a reduction of ${to.dtype}.`,
    );
  }
  const views = [...loadsOf(value)];
  const parameters = new Parameters([to]);
  const {
    sizes,
    classes,
    views: cutViews,
  } = factored(views, shape, (axis) => (axes.includes(axis) ? 1 : 0));
  const body = new Body(parameters, cutViews);
  const name = body.value(value);
  const pointer = parameters.pointer(to);
  const all = sizes.map((_, f) => f);
  const kept = all.filter((f) => classes[f] === 0);
  const reduced = all.filter((f) => classes[f] === 1);
  const total = reduced.reduce((count, f) => count * sizes[f]!, 1);
  const scale = reduction === 'mean' ? ` / ${total}.0f` : '';
  const out = linear({
    offset: 0,
    strides: all.map((f) =>
      kept.includes(f)
        ? kept.filter((other) => other > f).reduce((n, other) => n * sizes[other]!, 1)
        : 0,
    ),
  });
  const isSmall = product(sizes) < small;
  const inner = sizes.length - 1;
  const full = (f: number): string => loopOf(f, '0', String(sizes[f]!));
  if (kept.includes(inner)) {
    // Rows are added up: each thread has some of the columns, or of what stands before them.
    const outer = kept.slice(0, -1);
    const width = Math.min(lanes, sizes[inner]!);
    const sharedOuter = outer.length > 0 ? outer[sharedLoop(outer.map((f) => sizes[f]!))]! : -1;
    const blocks = Math.ceil(sizes[inner]! / width);
    const share = isSmall
      ? ''
      : sharedOuter === -1
        ? shareOf(blocks, false)
        : shareOf(sizes[sharedOuter]!, false);
    const loops = outer.map((f) =>
      f === sharedOuter && !isSmall ? loopOf(f, 'from', 'end') : full(f),
    );
    const blockLoop =
      sharedOuter === -1 && !isSmall
        ? 'for (long block = from; block < end; block++)'
        : `for (long block = 0; block < ${blocks}; block++)`;
    const last = reduced.at(-1)!;
    const before = reduced.slice(0, -1);
    const isExact = sizes[inner]! % width === 0;
    const limit = isExact
      ? String(width)
      : `(${sizes[inner]!} - block * ${width} < ${width} ? ${sizes[inner]!} - block * ${width} : ${width})`;
    const text = `(${parameters.list()}) {
  ${share}
  ${loops.join('\n  ')} ${blockLoop} {
    const long n = ${limit};
    float whole[${width}], sum[${width}];
    for (long j = 0; j < ${width}; j++) whole[j] = ${starts[reduction]};
    ${before.map(full).join('\n    ')}
    for (long start = 0; start < ${sizes[last]!}; start += ${run}) {
      const long stop = start + ${run} < ${sizes[last]!} ? start + ${run} : ${sizes[last]!};
      for (long j = 0; j < ${width}; j++) sum[j] = ${starts[reduction]};
      ${loopOf(last, 'start', 'stop')}
      for (long j = 0; j < n; j++) {
        const long i${inner} = block * ${width} + j;
        ${body.lines.join('\n        ')}
        sum[j] = ${joinedBy(reduction, 'sum[j]', name)};
      }
      for (long j = 0; j < n; j++) whole[j] = ${joinedBy(reduction, 'whole[j]', 'sum[j]')};
    }
    for (long j = 0; j < n; j++) {
      const long i${inner} = block * ${width} + j;
      ${pointer}[${out}] = whole[j]${scale};
    }
  }
}`;
    return { text, buffers: parameters.buffers, tables: parameters.tables, isSmall };
  }
  const shared = kept.length === 0 || isSmall ? -1 : kept[sharedLoop(kept.map((f) => sizes[f]!))]!;
  const loops = kept.map((f) => (f === shared ? loopOf(f, 'from', 'end') : full(f)));
  const share =
    shared === -1 ? (kept.length === 0 ? 'if (t) return;' : '') : shareOf(sizes[shared]!, false);
  const operator = { sum: '+', mean: '+', prod: '*', max: 'max', min: 'min' }[reduction];
  const simd = '+*'.includes(operator) ? `#pragma omp simd reduction(${operator}:s)` : '';
  const last = reduced.at(-1);
  const runLoop =
    last === undefined
      ? '{ long start = 0; (void)start;'
      : `for (long start = 0; start < ${sizes[last]!}; start += ${4 * run}) {
      const long stop = start + ${4 * run} < ${sizes[last]!} ? start + ${4 * run} : ${sizes[last]!};`;
  const text = `(${parameters.list()}) {
  ${share}
  ${loops.join('\n  ')} {
    float whole = ${starts[reduction]};
    ${reduced.slice(0, -1).map(full).join('\n    ')}
    ${runLoop}
      float s = ${starts[reduction]};
      ${simd}
      ${last === undefined ? '' : loopOf(last, 'start', 'stop')} {
        ${body.lines.join('\n        ')}
        s = ${joinedBy(reduction, 's', name)};
      }
      whole = ${joinedBy(reduction, 'whole', 's')};
    }
    ${pointer}[${out}] = whole${scale};
  }
}`;
  const isOne = isSmall || kept.length === 0;
  return { text, buffers: parameters.buffers, tables: parameters.tables, isSmall: isOne };
}
