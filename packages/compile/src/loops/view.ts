/**
 * Views: how a loop reads or writes a buffer. A view enumerates its elements in row-major order over factors, and each
 * element's place is a linear form of the factors' indices, plus looked-up terms where rows were gathered. Reshaping,
 * transposing, slicing, broadcasting and gathering only change the view; nothing is copied.
 */
import type { DType, Values } from '../ir/graph.js';

export type BufferKind = 'input' | 'output' | 'state' | 'constant' | 'inner';

/** Memory of one value. */
export interface Buffer {
  readonly id: number;
  readonly kind: BufferKind;
  readonly dtype: DType;
  /** Number of elements. */
  readonly size: number;
  /** Values of a constant. */
  readonly values?: Values;
}

/** `offset` plus the sum of `strides[f]` times the index of factor f. */
export interface Linear {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** A term `scale * table[at]` of an element's place. Where a known table has `hole`, the element is 0 and has no place. */
export interface Lookup {
  readonly table: Int32Array | ComputedRows;
  readonly scale: number;
  readonly at: Linear;
}

/** Rows that are computed: whole numbers below `count`, or negative ones from the end; an element of any other is NaN. */
export interface ComputedRows {
  readonly buffer: Buffer;
  readonly count: number;
}

/** An entry of a table for elements that are 0, as those that were added around a picture. */
export const hole = -1;

/** A table that is known; undefined for computed rows. */
export const knownTable = ({ table }: Lookup): Int32Array | undefined =>
  table instanceof Int32Array ? table : undefined;

/** Whether the place of each element is known, and each has one. */
export const isFixed = ({ lookups }: View): boolean =>
  lookups.every((lookup) => knownTable(lookup)?.includes(hole) === false);

/** All buffers that are read for a view: its own, and those of computed rows. */
export const buffersOf = ({ buffer, lookups }: View): Buffer[] => [
  buffer,
  ...lookups.flatMap(({ table }) => (table instanceof Int32Array ? [] : [table.buffer])),
];

export interface View {
  readonly buffer: Buffer;
  /** Sizes of the factors, slowest first; none is 1. */
  readonly sizes: readonly number[];
  readonly at: Linear;
  readonly lookups: readonly Lookup[];
}

export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** All elements of a buffer in their order. */
export function wholeOf(buffer: Buffer): View {
  const sizes = buffer.size === 1 ? [] : [buffer.size];
  return { buffer, sizes, at: { offset: 0, strides: sizes.map(() => 1) }, lookups: [] };
}

/** Applies a function to every linear form. */
function mapForms(view: View, change: (form: Linear) => Linear): Pick<View, 'at' | 'lookups'> {
  return {
    at: change(view.at),
    lookups: view.lookups.map((lookup) => ({ ...lookup, at: change(lookup.at) })),
  };
}

/** Products of the sizes behind each boundary, such as 6, 3 for `[2, 2, 3]`; the ends are left out. */
export function boundariesOf(sizes: readonly number[]): number[] {
  const found: number[] = [];
  let behind = 1;
  for (const size of [...sizes].reverse().slice(0, -1)) {
    behind *= size;
    found.push(behind);
  }
  const total = product(sizes);
  return found.filter((boundary) => boundary > 1 && boundary < total);
}

/**
 * Splits factors so that a boundary lies at each of the given products.
 *
 * @returns undefined if a factor cannot be split there.
 */
export function cut(view: View, boundaries: readonly number[]): View | undefined {
  let current: View | undefined = view;
  for (const boundary of new Set(boundaries)) {
    if (current === undefined) return undefined;
    current = cutAt(current, boundary);
  }
  return current;
}

function cutAt(view: View, boundary: number): View | undefined {
  let behind = 1;
  for (let f = view.sizes.length - 1; f >= 0; f--) {
    const size = view.sizes[f]!;
    if (boundary === behind) return view;
    if (boundary < behind * size) {
      const inner = boundary / behind;
      const outer = size / inner;
      if (!Number.isInteger(inner) || !Number.isInteger(outer)) return undefined;
      const split = ({ offset, strides }: Linear): Linear => ({
        offset,
        strides: [
          ...strides.slice(0, f),
          strides[f]! * inner,
          strides[f]!,
          ...strides.slice(f + 1),
        ],
      });
      return {
        buffer: view.buffer,
        sizes: [...view.sizes.slice(0, f), outer, inner, ...view.sizes.slice(f + 1)],
        ...mapForms(view, split),
      };
    }
    behind *= size;
  }
  return view;
}

/** Factors of each axis of a shape, as indices; the view must have a boundary at each axis. */
function factorsOf({ sizes }: View, shape: readonly number[]): number[][] {
  let next = 0;
  return shape.map((size) => {
    const factors: number[] = [];
    let left = size;
    while (left > 1) {
      left /= sizes[next]!;
      factors.push(next++);
    }
    return factors;
  });
}

/** The index of a factor, or the size of a new one that repeats what is there. */
type Factor = number | { readonly repeat: number };

/** Takes other factors. */
function arranged(view: View, factors: readonly Factor[]): View {
  const kept = factors.filter((factor) => typeof factor === 'number' || factor.repeat > 1);
  return {
    buffer: view.buffer,
    sizes: kept.map((factor) => (typeof factor === 'number' ? view.sizes[factor]! : factor.repeat)),
    ...mapForms(view, ({ offset, strides }) => ({
      offset,
      strides: kept.map((factor) => (typeof factor === 'number' ? strides[factor]! : 0)),
    })),
  };
}

/** Cuts a view at the axes of its shape and takes other factors; `choose` is given the factors of each axis. */
function rearranged(
  view: View,
  shape: readonly number[],
  choose: (factors: readonly number[][]) => readonly Factor[],
): View | undefined {
  const cutView = cut(view, boundariesOf(shape));
  return cutView && arranged(cutView, choose(factorsOf(cutView, shape)));
}

/** @param perm for each new axis, the old one. */
export function transposed(
  view: View,
  shape: readonly number[],
  perm: readonly number[],
): View | undefined {
  return rearranged(view, shape, (factors) => perm.flatMap((axis) => factors[axis]!));
}

/** Repeats axes of length 1, and adds axes in front, as NumPy does. */
export function broadcasted(
  view: View,
  from: readonly number[],
  to: readonly number[],
): View | undefined {
  const shape = [...to.slice(from.length).map(() => 1), ...from];
  return rearranged(view, shape, (factors) =>
    to.flatMap((size, axis): readonly Factor[] =>
      shape[axis] === 1 ? [{ repeat: size }] : factors[axis]!,
    ),
  );
}

/** Repeats an axis as a whole, `times` times. */
export function tiled(
  view: View,
  shape: readonly number[],
  times: readonly number[],
): View | undefined {
  return rearranged(view, shape, (factors) =>
    shape.flatMap((_, axis): readonly Factor[] => [{ repeat: times[axis]! }, ...factors[axis]!]),
  );
}

/** Joins neighbouring factors into one, where every linear form allows it. */
export function joined(view: View): View {
  let { sizes } = view;
  let forms: Pick<View, 'at' | 'lookups'> = view;
  for (let f = sizes.length - 2; f >= 0; f--) {
    const inner = sizes[f + 1]!;
    const fits = [forms.at, ...forms.lookups.map(({ at }) => at)].every(
      ({ strides }) => strides[f] === strides[f + 1]! * inner,
    );
    if (!fits) continue;
    sizes = [...sizes.slice(0, f), sizes[f]! * inner, ...sizes.slice(f + 2)];
    forms = mapForms({ ...view, ...forms }, ({ offset, strides }) => ({
      offset,
      strides: [...strides.slice(0, f), ...strides.slice(f + 1)],
    }));
  }
  return { buffer: view.buffer, sizes, at: forms.at, lookups: forms.lookups };
}

/** One axis as a single factor, with the axes before and after it. */
function axisOf(
  view: View,
  shape: readonly number[],
  axis: number,
): { view: View; factor: number | undefined } | undefined {
  const behind = product(shape.slice(axis + 1));
  const whole = shape[axis]! * behind;
  const total = product(shape);
  const wanted = [behind, whole].filter((boundary) => boundary > 1 && boundary < total);
  for (const candidate of [view, joined(view)]) {
    const cutView = cut(candidate, wanted);
    if (cutView === undefined) continue;
    const factors = factorsOf(cutView, [total / whole, shape[axis]!, behind])[1]!;
    if (factors.length <= 1) return { view: cutView, factor: factors[0] };
  }
  return undefined;
}

export interface Range {
  readonly axis: number;
  readonly begin: number;
  readonly step: number;
  readonly size: number;
}

/** A part of one axis. */
export function sliced(
  view: View,
  shape: readonly number[],
  { axis, begin, step, size }: Range,
): View | undefined {
  if (begin === 0 && step === 1 && size === shape[axis]) return view;
  const found = axisOf(view, shape, axis);
  if (found?.factor === undefined) return undefined;
  const { factor } = found;
  const moved = {
    buffer: view.buffer,
    sizes: found.view.sizes.map((old, f) => (f === factor ? size : old)),
    ...mapForms(found.view, ({ offset, strides }) => ({
      offset: offset + begin * strides[factor]!,
      strides: strides.map((stride, f) => (f === factor ? stride * step : stride)),
    })),
  };
  return size === 1
    ? arranged(
        moved,
        moved.sizes.map((_, f) => f).filter((f) => f !== factor),
      )
    : moved;
}

/** Rows of an axis; rows of zeros where a known row is `hole`. */
export function gathered(
  view: View,
  shape: readonly number[],
  axis: number,
  table: Int32Array | ComputedRows,
): View | undefined {
  const found = axisOf(view, shape, axis);
  if (found?.factor === undefined) return undefined;
  const { factor } = found;
  const isKnown = table instanceof Int32Array;
  const length = isKnown ? table.length : table.buffer.size;
  const { at, lookups } = found.view;
  const factors = at.strides.length;
  const result = (rest: Pick<View, 'at' | 'lookups'>): View => {
    const sizes = found.view.sizes.map((old, f) => (f === factor ? length : old));
    const all = { buffer: view.buffer, sizes, ...rest };
    const others = sizes.map((_, f) => f).filter((f) => f !== factor);
    return length === 1 ? arranged(all, others) : all;
  };
  const earlier = lookups.filter((lookup) => lookup.at.strides[factor] !== 0);
  if (earlier.length === 0) {
    const scale = at.strides[factor]!;
    const without = at.strides.map((stride, f) => (f === factor ? 0 : stride));
    const added = { table, scale, at: unitOf(factors, factor) };
    return result({ at: { offset: at.offset, strides: without }, lookups: [...lookups, added] });
  }
  // Rows of rows: one table that leads through both. Other forms would need a table of a table.
  const [first] = earlier as [Lookup, ...Lookup[]];
  const known = knownTable(first);
  const isAlone = earlier.length === 1 && first.at.strides.every((s, f) => f === factor || s === 0);
  if (!isKnown || known === undefined || !isAlone || at.strides[factor] !== 0) return undefined;
  const { offset, strides } = first.at;
  const through = table.map((row) =>
    row === hole ? hole : known[offset + row * strides[factor]!]!,
  );
  const lookup = { ...first, table: through, at: unitOf(factors, factor) };
  return result({ at, lookups: lookups.map((other) => (other === first ? lookup : other)) });
}

/** The index of one factor. */
const unitOf = (factors: number, factor: number): Linear => ({
  offset: 0,
  strides: Array.from({ length: factors }, (_, f) => (f === factor ? 1 : 0)),
});

/** Zeros before and after an axis. */
export function padded(
  view: View,
  shape: readonly number[],
  axis: number,
  before: number,
  after: number,
): View | undefined {
  if (before === 0 && after === 0) return view;
  const size = shape[axis]!;
  const table = Int32Array.from({ length: before + size + after }, (_, i) =>
    i < before || i >= before + size ? hole : i - before,
  );
  return gathered(view, shape, axis, table);
}

/** The buffer of a view that is all of it, in order. */
export function wholeBuffer(view: View): Buffer | undefined {
  const { sizes, at, lookups, buffer } = joined(view);
  if (lookups.length > 0 || at.offset !== 0) return undefined;
  const isWhole =
    buffer.size === 1
      ? sizes.length === 0
      : sizes.length === 1 && sizes[0] === buffer.size && at.strides[0] === 1;
  return isWhole ? buffer : undefined;
}
