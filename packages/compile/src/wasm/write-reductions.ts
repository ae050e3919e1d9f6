/** Writes reductions as functions of WebAssembly. */
import { CompileError } from '../ir/errors.js';
import { factored } from '../loops/factors.js';
import { loadsOf, type Expression, type ReduceStatement, type Reduction } from '../loops/form.js';
import { fromOrigins, type Placed } from '../loops/origins.js';
import { runsAlone, sharedLoop } from '../loops/sharing.js';
import { product, type Buffer, type View } from '../loops/view.js';
import type { Code } from './encoding.js';
import {
  access,
  floats,
  get,
  int,
  loop,
  loopOn,
  onLane,
  op,
  set,
  simd,
  storeLane,
  turned,
  when,
  type VectorOp,
} from './instructions.js';
import { Places, type Position } from './places.js';
import type { Body } from './write-expressions.js';
import {
  bodyOf,
  nested,
  partOf,
  stepwise,
  whole,
  width,
  written,
  type LoopContext,
  type SharedFactors,
  type WrittenLoop,
} from './write-loops.js';

/** Reductions whose results are values. */
type ValueReduction = Exclude<Reduction, 'argMax' | 'argMin'>;

const starts: Readonly<Record<ValueReduction, number>> = {
  sum: 0,
  mean: 0,
  prod: 1,
  max: -Infinity,
  min: Infinity,
};
const joins: Readonly<Record<ValueReduction, VectorOp>> = {
  sum: 'f32x4.add',
  mean: 'f32x4.add',
  prod: 'f32x4.mul',
  max: 'f32x4.max',
  min: 'f32x4.min',
};

/** Numbers that a lane adds up before the sum of a part joins the whole, for precision. */
const run = 256;
/** Sets the variable `stop` to the end of a run, not beyond all. */
const endOfRun = (
  { start, stop }: { readonly start: number; readonly stop: number },
  length: number,
  all: number,
): Code => [
  ...set(stop, op('i32.add', get(start), int(length))),
  ...set(stop, op('select', get(stop), int(all), op('i32.lt_s', get(stop), int(all)))),
];
/** Vectors of neighbouring columns that a sum over rows keeps in registers. */
const block = 4;

/** What both forms of reductions start from. */
interface Reducing extends Pick<Placed, 'sizes' | 'originOf'> {
  readonly kept: readonly number[];
  readonly reduced: readonly number[];
  readonly views: readonly View[];
  readonly places: Places;
  readonly value: Expression;
  /** The kept factors with the one that threads share. */
  readonly all: SharedFactors;
  readonly body: (lanes: 1 | 4, position: Position) => Body;
  /** The position among the elements of some factors, times a number. */
  readonly place: (factors: readonly number[], scale: number) => Code;
}

function reducing(statement: ReduceStatement, { host, threads, limits }: LoopContext): Reducing {
  const { value, shape, axes, to } = statement;
  const given = [...loadsOf(value)];
  const placed = fromOrigins(factored(given, shape, (axis) => (axes.includes(axis) ? 1 : 0)));
  const { sizes, classes, views, originOf } = placed;
  const cut = (view: View): View => views.get(view) ?? view;
  const places = new Places(given.map(cut), sizes.length, [to]);
  const factors = sizes.map((_, f) => f);
  const kept = factors.filter((f) => classes[f] === 0);
  // Where neighbouring results lie along the innermost factor, some are computed together.
  const outer = kept.filter((f) => f < sizes.length - 1);
  const candidates = outer.length === 0 ? kept : outer;
  const shared = runsAlone(statement, limits)
    ? -1
    : candidates[sharedLoop(candidates.map((f) => sizes[f]!))]!;
  return {
    ...{ sizes, originOf, places, value, kept },
    all: { sizes, places, shared, threads },
    views: given.map(cut),
    reduced: factors.filter((f) => classes[f] === 1),
    body: (lanes, position) => bodyOf(places, cut, host, lanes, position),
    place: (factors, scale) =>
      factors.reduce<Code>((sum, f) => {
        const stride = product(factors.filter((other) => other > f).map((other) => sizes[other]!));
        return op('i32.add', sum, op('i32.mul', get(places.indices[f]!), int(stride * scale)));
      }, int(0)),
  };
}

export function writeReduce(statement: ReduceStatement, context: LoopContext): WrittenLoop {
  const { reduction, to } = statement;
  if (reduction === 'argMax' || reduction === 'argMin') {
    return writeIndexOf(statement, reduction === 'argMax', context);
  }
  if (to.dtype !== 'float32') {
    throw new CompileError(
      'unsupported-kernel',
      `There is no WebAssembly for a reduction of ${to.dtype}.`,
    );
  }
  const parts = reducing(statement, context);
  const { sizes, kept } = parts;
  return kept.includes(sizes.length - 1)
    ? sumOfRows(parts, reduction, to)
    : sumOfRow(parts, reduction, to);
}

const scaled = (value: Code, reduction: ValueReduction, count: number): Code =>
  reduction === 'mean' ? simd('f32x4.div', value, floats(count)) : value;

/** Rows are added up, some columns at a time. */
function sumOfRows(
  { sizes, originOf, kept, reduced, places, views, value, all: shared, body, place }: Reducing,
  reduction: ValueReduction,
  to: Buffer,
): WrittenLoop {
  const { locals, indices } = places;
  const inner = sizes.length - 1;
  const size = sizes[inner]!;
  const column = indices[inner]!;
  const join = joins[reduction];
  const total = product(reduced.map((f) => sizes[f]!));
  const before = reduced.slice(0, -1);
  const last = reduced.at(-1);
  const rows = last === undefined ? 1 : sizes[last]!;
  const row = last === undefined ? locals.add('i32') : indices[last]!;
  const [start, stop] = [locals.add('i32'), locals.add('i32')];
  /** The sums of `vectors` vectors of columns, or of one column. */
  const columns = (vectors: number, lanes: 1 | 4): Code => {
    const all = Array.from({ length: vectors }, () => locals.add('v128'));
    const sums = all.map(() => locals.add('v128'));
    const reset = (list: readonly number[]): Code =>
      list.flatMap((one) => set(one, floats(starts[reduction])));
    const step = [
      ...places.prepare(views),
      ...sums.flatMap((sum, v) => {
        const one = body(lanes, { local: column, shift: v * width });
        const term = one.value(value);
        return [...one.code, ...set(sum, simd(join, get(sum), term))];
      }),
    ];
    const joined = all.flatMap((one, v) => set(one, simd(join, get(one), get(sums[v]!))));
    const runs = loop(start, int(0), int(rows), run, [
      ...endOfRun({ start, stop }, run, rows),
      ...reset(sums),
      ...loop(row, get(start), get(stop), 1, step),
      ...joined,
    ]);
    const address = op('i32.add', places.pointer(to), place(kept, 4));
    return [
      ...reset(all),
      ...nested(shared, before, runs),
      ...all.flatMap((one, v) => {
        const result = scaled(get(one), reduction, total);
        return lanes === 1
          ? storeLane(0, address, result)
          : access('v128.store', [address, result], v * width * 4);
      }),
    ];
  };
  const { from, end } = partOf(shared, inner, block * width);
  const code = [
    ...set(column, from),
    ...stepwise(places, column, { size, end }, [block * width, width, 1], (step) =>
      columns(step > width ? block : 1, step === 1 ? 1 : width),
    ),
  ];
  return written(places, { originOf }, nested(shared, kept.slice(0, -1), code));
}

/** Each row is added up, a vector at a time. */
function sumOfRow(
  { sizes, originOf, kept, reduced, places, views, value, all: shared, body, place }: Reducing,
  reduction: ValueReduction,
  to: Buffer,
): WrittenLoop {
  const { locals, indices } = places;
  const join = joins[reduction];
  const [all, sum] = [locals.add('v128'), locals.add('v128')];
  const total = product(reduced.map((f) => sizes[f]!));
  const last = reduced.at(-1);
  const size = last === undefined ? 1 : sizes[last]!;
  const index = last === undefined ? locals.add('i32') : indices[last]!;
  const end = whole(size);
  const term = (lanes: 1 | 4): readonly [code: Code, value: Code] => {
    const one = body(lanes, { local: index, shift: 0 });
    const result = one.value(value);
    return [one.code, result];
  };
  const [start, stop] = [locals.add('i32'), locals.add('i32')];
  const along: number[] = [...places.prepare(views), ...set(index, int(0))];
  if (end > 0) {
    const [code, result] = term(4);
    along.push(
      ...loop(start, int(0), int(end), run * width, [
        ...endOfRun({ start, stop }, run * width, end),
        ...set(sum, floats(starts[reduction])),
        ...loop(index, get(start), get(stop), width, [
          ...code,
          ...set(sum, simd(join, get(sum), result)),
        ]),
        ...set(all, simd(join, get(all), get(sum))),
      ]),
    );
  }
  if (end < size) {
    const [code, result] = term(1);
    // Only the first lane has a number.
    const first = onLane('f32x4.extract_lane', 0, simd(join, get(all), result));
    along.push(
      ...loopOn(index, int(size), 1, [
        ...code,
        ...set(all, onLane('f32x4.replace_lane', 0, get(all), first)),
      ]),
    );
  }
  const halves = set(all, simd(join, get(all), turned(get(all), 2)));
  const result = scaled(simd(join, get(all), turned(get(all), 1)), reduction, total);
  const code = [
    ...set(all, floats(starts[reduction])),
    ...nested(shared, reduced.slice(0, -1), along),
    ...halves,
    ...storeLane(0, op('i32.add', places.pointer(to), place(kept, 4)), result),
  ];
  return written(places, { originOf }, nested(shared, kept, code));
}

/** The index of the first of the largest or smallest values along an axis. */
function writeIndexOf(
  statement: ReduceStatement,
  isMost: boolean,
  context: LoopContext,
): WrittenLoop {
  const { to } = statement;
  const { sizes, originOf, kept, reduced, places, views, value, all, body, place } = reducing(
    statement,
    context,
  );
  const { locals, indices } = places;
  if (to.dtype !== 'int32') {
    throw new CompileError(
      'unsupported-kernel',
      `There is no WebAssembly for indices of ${to.dtype}.`,
    );
  }
  const found = locals.add('i32');
  const most = locals.add('v128');
  const inner = sizes.length - 1;
  const prepared = places.prepare(views);
  const one = body(1, { local: inner < 0 ? 0 : indices[inner]!, shift: 0 });
  const result = one.value(value);
  const kind = value.dtype === 'float32' ? 'f32x4' : 'i32x4';
  const compare: VectorOp =
    kind === 'f32x4' ? `f32x4.${isMost ? 'gt' : 'lt'}` : `i32x4.${isMost ? 'gt_s' : 'lt_s'}`;
  const isBetter = onLane('i32x4.extract_lane', 0, simd(compare, result, get(most)));
  const step = [
    ...prepared,
    ...one.code,
    ...when(op('i32.or', op('i32.lt_s', get(found), int(0)), isBetter), [
      ...set(most, result),
      ...set(found, place(reduced, 1)),
    ]),
  ];
  const code = [
    ...set(found, int(-1)),
    ...nested(all, reduced, step),
    ...access('i32.store', [op('i32.add', places.pointer(to), place(kept, 4)), get(found)]),
  ];
  return written(places, { originOf }, nested(all, kept, code));
}
