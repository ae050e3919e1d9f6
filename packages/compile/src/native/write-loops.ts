/** Writes maps and reductions as C functions. */
import { CompileError } from '../ir/errors.js';
import type { MapStatement, ReduceStatement, Reduction } from '../loops/form.js';
import { loadsOf } from '../loops/form.js';
import { factored } from '../loops/factors.js';
import { fromOrigins, type Origin, type Placed } from '../loops/origins.js';
import { runsAlone, sharedLoop, type SharingLimits } from '../loops/sharing.js';
import { product, wholeBuffer, type Buffer } from '../loops/view.js';
import { Body, Parameters, linear, place, typeOf } from './write-expressions.js';

/** A function, and what it is called with. */
export interface WrittenLoop {
  /** Parameters and body; equal texts are the same function. */
  readonly text: string;
  readonly buffers: readonly Origin<Buffer>[];
  readonly tables: readonly Origin<Int32Array>[];
}

const written = (
  text: string,
  { buffers, tables }: Parameters,
  { originOf }: Pick<Placed, 'originOf'>,
): WrittenLoop => ({
  text,
  buffers: buffers.map((buffer) => originOf(buffer)),
  tables: tables.map((table) => originOf(table)),
});

const loopOf = (f: number, from: string, to: string): string =>
  `for (long i${f} = ${from}; i${f} < ${to}; i${f}++)`;

const shareOf = (size: string, isInner: boolean): string => {
  const unit = isInner ? 16 : 1;
  return `const long part = ((${size} + ${unit - 1}) / ${unit} + TEAM - 1) / TEAM * ${unit};
  const long from = t * part, end = from + part < ${size} ? from + part : ${size};`;
};

/** The lengths of loops: that of the slowest depends on the number of items, if the statement is one of items. */
const lengthsOf = (sizes: readonly number[], items: number | undefined): readonly string[] =>
  sizes.map((size, f) =>
    f === 0 && items !== undefined ? `items * ${size / items}` : String(size),
  );

export function writeMap(statement: MapStatement, limits: SharingLimits): WrittenLoop {
  const { count, stores } = statement;
  const views = [...new Set(stores.flatMap(({ to, value }) => [to, ...loadsOf(value)]))];
  const parameters = new Parameters(stores.map(({ to }) => to.buffer));
  const { items } = statement;
  const placed = fromOrigins(factored(views, [count]));
  const { sizes, views: cutViews } = placed;
  const lengths = lengthsOf(sizes, items);
  const body = new Body(parameters, cutViews);
  for (const { to, value } of stores) {
    const name = body.value(value);
    const pointer = parameters.pointer(to.buffer);
    body.lines.push(`${pointer}[${place(cutViews.get(to) ?? to, parameters)}] = ${name};`);
    if (wholeBuffer(to) !== undefined) body.stored.set(to.buffer, name);
  }
  const shared = runsAlone(statement, limits) ? -1 : sharedLoop(sizes);
  const loops = lengths.map((length, f) =>
    f === shared ? loopOf(f, 'from', 'end') : loopOf(f, '0', length),
  );
  const share = shared === -1 ? '' : shareOf(lengths[shared]!, shared === sizes.length - 1);
  const text = `(${parameters.list()}) {
  ${share}
  ${loops.join('\n  ')} {
    ${body.lines.join('\n    ')}
  }
}`;
  return written(text, parameters, placed);
}

/** Reductions whose results are values. */
type ValueReduction = Exclude<Reduction, 'argMax' | 'argMin'>;

const starts: Readonly<Record<ValueReduction, string>> = {
  sum: '0',
  mean: '0',
  prod: '1',
  max: '-__builtin_inff()',
  min: '__builtin_inff()',
};
const joinedBy = (reduction: ValueReduction, a: string, b: string): string => {
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

export function writeReduce(statement: ReduceStatement, limits: SharingLimits): WrittenLoop {
  const { reduction, value, shape, axes, to, items } = statement;
  if (reduction === 'argMax' || reduction === 'argMin')
    return writeIndexOf(statement, reduction, limits);
  if (to.dtype !== 'float32') {
    throw new CompileError(
      'unsupported-kernel',
      `There are no loops for a reduction of ${to.dtype}.`,
    );
  }
  const views = [...loadsOf(value)];
  const parameters = new Parameters([to]);
  const placed = fromOrigins(factored(views, shape, (axis) => (axes.includes(axis) ? 1 : 0)));
  const { sizes, classes, views: cutViews } = placed;
  const lengths = lengthsOf(sizes, items);
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
  const isAlone = runsAlone(statement, limits);
  const inner = sizes.length - 1;
  const full = (f: number): string => loopOf(f, '0', lengths[f]!);
  if (kept.includes(inner)) {
    // Rows are added up: each thread has some of the columns, or of what stands before them.
    const outer = kept.slice(0, -1);
    const width = Math.min(lanes, sizes[inner]!);
    const sharedOuter = outer.length > 0 ? outer[sharedLoop(outer.map((f) => sizes[f]!))]! : -1;
    const blocks = Math.ceil(sizes[inner]! / width);
    const share = isAlone
      ? ''
      : sharedOuter === -1
        ? shareOf(String(blocks), false)
        : shareOf(lengths[sharedOuter]!, false);
    const loops = outer.map((f) =>
      f === sharedOuter && !isAlone ? loopOf(f, 'from', 'end') : full(f),
    );
    const blockLoop =
      sharedOuter === -1 && !isAlone
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
    return written(text, parameters, placed);
  }
  const shared = isAlone ? -1 : kept[sharedLoop(kept.map((f) => sizes[f]!))]!;
  const loops = kept.map((f) => (f === shared ? loopOf(f, 'from', 'end') : full(f)));
  const share = shared === -1 ? '' : shareOf(lengths[shared]!, false);
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
  return written(text, parameters, placed);
}

/** The index of the first of the largest or smallest values along an axis. */
function writeIndexOf(
  statement: ReduceStatement,
  reduction: 'argMax' | 'argMin',
  limits: SharingLimits,
): WrittenLoop {
  const { value, shape, axes, to, items } = statement;
  const parameters = new Parameters([to]);
  const placed = fromOrigins(
    factored([...loadsOf(value)], shape, (axis) => (axes.includes(axis) ? 1 : 0)),
  );
  const { sizes, classes, views } = placed;
  const lengths = lengthsOf(sizes, items);
  const body = new Body(parameters, views);
  const name = body.value(value);
  const pointer = parameters.pointer(to);
  const all = sizes.map((_, f) => f);
  const [kept, reduced] = [0, 1].map((one) => all.filter((f) => classes[f] === one)) as [
    number[],
    number[],
  ];
  /** The position among the elements of some factors. */
  const position = (factors: readonly number[]): string =>
    linear({
      offset: 0,
      strides: all.map((f) =>
        factors.includes(f)
          ? product(factors.filter((other) => other > f).map((other) => sizes[other]!))
          : 0,
      ),
    });
  const shared = runsAlone(statement, limits) ? -1 : kept[sharedLoop(kept.map((f) => sizes[f]!))]!;
  const loops = kept.map((f) =>
    f === shared ? loopOf(f, 'from', 'end') : loopOf(f, '0', lengths[f]!),
  );
  const text = `(${parameters.list()}) {
  ${shared === -1 ? '' : shareOf(lengths[shared]!, false)}
  ${loops.join('\n  ')} {
    long found = -1;
    ${typeOf[value.dtype]} most = 0;
    ${reduced.map((f) => loopOf(f, '0', String(sizes[f]!))).join('\n    ')} {
      ${body.lines.join('\n      ')}
      if (found < 0 || ${name} ${reduction === 'argMax' ? '>' : '<'} most) {
        most = ${name};
        found = ${position(reduced)};
      }
    }
    ${pointer}[${position(kept)}] = found;
  }
}`;
  return written(text, parameters, placed);
}
