/**
 * Parts where their whole is. A concatenation, and the gradient of a split, copy their parts into one buffer. Where nothing else
 * forbids it, a part lies there from the start, so that what computes it writes there and what reads it reads there.
 */
import { haveCommonFactors } from './builder.js';
import { load } from './expressions.js';
import { factored } from './factors.js';
import { loadsOf, type MapStatement, type Operand, type Program, type Statement } from './form.js';
import { accessOf } from './plan.js';
import { replacing, type Start } from './substitute.js';
import { joined, product, wholeBuffer, type Buffer, type View } from './view.js';

/** Shortest run of elements that follow each other: loops over shorter ones would lose more than a copy costs. */
const leastRun = 64;

/** A program without the copies that its parts and wholes can do without. */
export const inPart = (program: Program): Program =>
  withoutSecondWholes(withPartsInWholes(program));

function withPartsInWholes(program: Program): Program {
  const uses = usesOf(program.statements);
  const places = new Places();
  const unneeded = new Set<Statement>();
  // From the last one, since a whole may be a part of a later one.
  for (const { statement, part, to } of copiesOf(program).reverse()) {
    const place = places.view(to);
    if (place === undefined || !isLong(place)) continue;
    places.set(part, place);
    const isFree = [...uses.get(part)!].every((one) => unneeded.has(one) || places.allow(one));
    if (isFree) unneeded.add(statement);
    else places.delete(part);
  }
  return moved(program, places, unneeded);
}

/**
 * Reads a buffer that only holds elements of another one there instead. So the gradients of all steps of a recurrent network are
 * stored once, for the recurrent weights as for those of the inputs.
 */
function withoutSecondWholes(program: Program): Program {
  const uses = usesOf(program.statements);
  const places = new Places();
  const unneeded = new Set<Statement>();
  const writers = new Map<Buffer, Statement[]>();
  for (const statement of program.statements) {
    for (const buffer of accessOf(statement).writes) {
      writers.set(buffer, [...(writers.get(buffer) ?? []), statement]);
    }
  }
  for (const [whole, statements] of writers) {
    if (whole.kind !== 'inner' || statements.length < 2) continue;
    const found = sourceOf(whole, statements);
    const place = found && places.view(found);
    if (place === undefined) continue;
    places.set(whole, place);
    const own = new Set(statements);
    const isFree = [...uses.get(whole)!].every((one) => own.has(one) || places.allow(one));
    if (isFree) for (const one of statements) unneeded.add(one);
    else places.delete(whole);
  }
  return moved(program, places, unneeded);
}

/** The elements of a buffer in another one, if all of them are copied from there in regular steps. */
function sourceOf(whole: Buffer, statements: readonly Statement[]): View | undefined {
  const copies = statements.map(copiedView);
  if (!copies.every((copy) => copy !== undefined)) return undefined;
  const [first, second] = copies.sort((a, b) => a.to.at.offset - b.to.at.offset);
  const { to, from } = first!;
  const steps = [to, from].map((view, i) => {
    const next = i === 0 ? second!.to : second!.from;
    return next.at.offset - view.at.offset;
  }) as [number, number];
  const isRegular = copies.every((copy, i) =>
    (
      [
        [copy.to, to, steps[0]],
        [copy.from, from, steps[1]],
      ] as const
    ).every(
      ([view, start, step]) =>
        view.buffer === start.buffer &&
        String(view.sizes) === String(to.sizes) &&
        String(view.at.strides) === String(start.at.strides) &&
        view.at.offset === start.at.offset + i * step,
    ),
  );
  if (!isRegular || from.buffer === whole || to.at.offset !== 0) return undefined;
  const factors = [
    { size: copies.length, stride: steps[0], source: steps[1] },
    ...to.sizes.map((size, f) => ({
      size,
      stride: to.at.strides[f]!,
      source: from.at.strides[f]!,
    })),
  ].sort((a, b) => b.stride - a.stride);
  let behind = whole.size;
  for (const { size, stride } of factors) {
    behind /= size;
    if (stride !== behind) return undefined;
  }
  return {
    buffer: from.buffer,
    sizes: factors.map(({ size }) => size),
    at: { offset: from.at.offset, strides: factors.map(({ source }) => source) },
    lookups: [],
  };
}

/** What a statement copies from and to, if it does nothing else, both in the same factors. */
function copiedView(statement: Statement): { readonly from: View; readonly to: View } | undefined {
  if (statement.kind !== 'map' || statement.stores.length > 1) return undefined;
  const { to, value } = statement.stores[0]!;
  if (value.kind !== 'load' || value.view.buffer.dtype !== to.buffer.dtype) return undefined;
  const views = [to, value.view];
  // Each element of these is written once, so that it can be read at any time afterwards.
  if (value.view.buffer.kind !== 'inner' || views.some(({ lookups }) => lookups.length > 0)) {
    return undefined;
  }
  const { views: cutViews } = factored(views, [statement.count]);
  return { to: cutViews.get(to)!, from: cutViews.get(value.view)! };
}

/** A program whose buffers lie in their places, without the statements that are not needed then. */
function moved(program: Program, places: Places, unneeded: ReadonlySet<Statement>): Program {
  const statementOf = replacing({
    view: (view) => places.view(view)!,
    operand: (operand) => places.operand(operand)!,
    start: (start) => places.start(start)!,
    buffer: (buffer) => buffer,
  });
  const statements = program.statements.filter((one) => !unneeded.has(one)).map(statementOf);
  return { ...program, statements };
}

/** A statement that does nothing but copy a value, into a buffer of which it is a part. */
interface Copy {
  readonly statement: MapStatement;
  readonly part: Buffer;
  readonly to: View;
}

/** Copies into buffers in which each element is written once; of several copies of a part, one without gaps. */
function copiesOf({ statements }: Program): Copy[] {
  const written = new Map<Buffer, number>();
  const add = (buffer: Buffer, count: number): void => {
    written.set(buffer, (written.get(buffer) ?? 0) + count);
  };
  const copies = new Map<Buffer, Copy>();
  for (const statement of statements) {
    if (statement.kind === 'reduce') add(statement.to, statement.to.size);
    if (statement.kind === 'product') add(statement.to.buffer, statement.rows * statement.columns);
    if (statement.kind !== 'map') continue;
    for (const { to } of statement.stores) add(to.buffer, statement.count);
    const copy = copyOf(statement);
    if (copy === undefined) continue;
    const known = copies.get(copy.part);
    if (known === undefined || (!isWithoutGaps(known.to) && isWithoutGaps(copy.to))) {
      copies.set(copy.part, copy);
    }
  }
  const order = new Map(statements.map((one, i) => [one, i]));
  return [...copies.values()]
    .filter(({ to }) => written.get(to.buffer) === to.buffer.size)
    .sort((a, b) => order.get(a.statement)! - order.get(b.statement)!);
}

function copyOf(statement: MapStatement): Copy | undefined {
  const [store, ...others] = statement.stores;
  if (store === undefined || others.length > 0 || store.value.kind !== 'load') return undefined;
  const { to, value } = store;
  const part = wholeBuffer(value.view);
  if (part?.kind !== 'inner' || part.dtype !== to.buffer.dtype || to.lookups.length > 0) {
    return undefined;
  }
  return { statement, part, to };
}

/** The statements that touch a buffer. */
function usesOf(statements: readonly Statement[]): ReadonlyMap<Buffer, ReadonlySet<Statement>> {
  const uses = new Map<Buffer, Set<Statement>>();
  for (const statement of statements) {
    const { reads, writes } = accessOf(statement);
    for (const buffer of [...reads, ...writes]) {
      const known = uses.get(buffer) ?? new Set();
      uses.set(buffer, known.add(statement));
    }
  }
  return uses;
}

/** Whether the elements of a view follow each other. */
function isWithoutGaps(view: View): boolean {
  const { sizes, at } = joined(view);
  return sizes.length === 0 || (sizes.length === 1 && at.strides[0] === 1);
}

function isLong(view: View): boolean {
  const { sizes, at } = joined(view);
  return isWithoutGaps(view) || (at.strides.at(-1) === 1 && sizes.at(-1)! >= leastRun);
}

/** Where parts lie: for each the view of its elements in another buffer. */
class Places {
  readonly #places = new Map<Buffer, View>();

  set(part: Buffer, place: View): void {
    this.#places.set(part, place);
  }

  delete(part: Buffer): void {
    this.#places.delete(part);
  }

  /** Whether a statement can be written with these places. */
  allow(statement: Statement): boolean {
    const isMoved = (buffer: Buffer): boolean => this.#places.has(buffer);
    switch (statement.kind) {
      case 'map': {
        const { stores, count } = statement;
        const views = stores.flatMap(({ to, value }) => [to, ...loadsOf(value)]);
        const moved = views.map((view) => this.view(view));
        return (
          moved.every((view) => view !== undefined) && haveCommonFactors(moved.map(load), [count])
        );
      }
      case 'reduce': {
        const { value, shape, to } = statement;
        const moved = [...loadsOf(value)].map((view) => this.view(view));
        return (
          !isMoved(to) &&
          moved.every((view) => view !== undefined) &&
          haveCommonFactors(moved.map(load), shape)
        );
      }
      case 'product': {
        const { a, b, bias, to } = statement;
        const parts = [this.operand(a), this.operand(b), this.start(to)];
        return parts.every((one) => one !== undefined) && !(bias !== undefined && isMoved(bias));
      }
      case 'pack':
        return false;
    }
  }

  /** @returns undefined if no view has these elements. */
  view(view: View): View | undefined {
    const { lookups } = view;
    if (
      lookups.some(({ table }) => !(table instanceof Int32Array) && this.#places.has(table.buffer))
    )
      return undefined;
    const place = this.#places.get(view.buffer);
    return place === undefined ? view : through(place, view);
  }

  operand(operand: Operand): Operand | undefined {
    const place = this.#places.get(operand.buffer);
    return place === undefined ? operand : operandThrough(place, operand);
  }

  /** Results of products are written without gaps. */
  start(start: Start): Start | undefined {
    const place = this.#places.get(start.buffer);
    if (place === undefined) return start;
    if (!isWithoutGaps(place)) return undefined;
    return { buffer: place.buffer, offset: place.at.offset + start.offset };
  }
}

/** The digits of an element's number in a place: one for each factor of the view. */
class Digits {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  readonly behind: readonly number[];

  constructor(place: View) {
    const { sizes, at } = joined(place);
    this.sizes = sizes;
    this.strides = at.strides;
    this.behind = sizes.map((_, d) => product(sizes.slice(d + 1)));
  }

  of(element: number): number[] {
    return this.sizes.map((size, d) => Math.floor(element / this.behind[d]!) % size);
  }

  /** How far from the place's start an element lies. */
  distance(digits: readonly number[]): number {
    return digits.reduce((sum, digit, d) => sum + digit * this.strides[d]!, 0);
  }
}

/** Elements of a buffer, where the buffer's elements are those of `place`. */
function through(place: View, view: View): View | undefined {
  const { buffer } = place;
  const start = place.at.offset;
  if (isWithoutGaps(place)) {
    return { ...view, buffer, at: { ...view.at, offset: view.at.offset + start } };
  }
  if (view.lookups.length > 0) return undefined;
  const digits = new Digits(place);
  const first = digits.of(view.at.offset);
  const [low, high] = [[...first], [...first]];
  const sizes: number[] = [];
  const strides: number[] = [];
  const add = (size: number, stride: number): boolean => {
    const d = stride === 0 ? 0 : digits.behind.findIndex((behind) => stride % behind === 0);
    const by = stride / digits.behind[d]!;
    const last = by * (size - 1);
    if (Math.abs(last) < digits.sizes[d]!) {
      if (last < 0) low[d]! += last;
      else high[d]! += last;
      sizes.push(size);
      strides.push(by * digits.strides[d]!);
      return true;
    }
    // The factor leads on into the digit before: it is divided there.
    const inner = digits.sizes[d]! / by;
    if (d === 0 || by < 0 || !Number.isInteger(inner) || size % inner !== 0) return false;
    return add(size / inner, stride * inner) && add(inner, stride);
  };
  if (!view.sizes.every((size, f) => add(size, view.at.strides[f]!))) return undefined;
  const isInside = digits.sizes.every((size, d) => low[d]! >= 0 && high[d]! < size);
  if (!isInside) return undefined;
  return {
    buffer,
    sizes,
    at: { offset: start + digits.distance(first), strides },
    lookups: [],
  };
}

/** A matrix, where its buffer's elements are those of `place`; undefined if rows and columns cannot be told apart there. */
function operandThrough(place: View, { buffer, rows, columns }: Operand): Operand | undefined {
  if (place.lookups.length > 0) return undefined;
  const start = place.at.offset;
  if (isWithoutGaps(place)) {
    return { buffer: place.buffer, rows: rows.map((row) => row + start), columns };
  }
  if (columns.some((column) => column < 0)) return undefined;
  const digits = new Digits(place);
  const [down, across] = [rows, columns].map((ones) => Array.from(ones, (one) => digits.of(one)));
  const largest = (ones: readonly number[][], d: number): number =>
    ones.reduce((most, one) => Math.max(most, one[d]!), 0);
  const isApart = digits.sizes.every((size, d) => largest(down!, d) + largest(across!, d) < size);
  if (!isApart || buffer.size !== product(digits.sizes)) return undefined;
  return {
    buffer: place.buffer,
    rows: Int32Array.from(down!, (one) => start + digits.distance(one)),
    columns: Int32Array.from(across!, (one) => digits.distance(one)),
  };
}
