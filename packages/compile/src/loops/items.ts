/**
 * Programs for a batch of any size. A program that was traced for a batch of three is stretched to a batch of hundreds, of
 * which a run computes only the first ones. That is possible where each item has a part of its own in every buffer and in
 * every loop, and it is refused where an item reads what belongs to another.
 */
import { CompileError } from '../ir/errors.js';
import { moved } from './expressions.js';
import type {
  Expression,
  MapStatement,
  Operand,
  ProductStatement,
  Program,
  ReduceStatement,
  Statement,
} from './form.js';
import { accessOf } from './plan.js';
import { isSameProgram } from './same.js';
import { once, withBuffers } from './substitute.js';
import { cut, hole, product, type Buffer, type Linear, type View } from './view.js';

/** A program, and the size of the batch for which it was made: a prime number. */
export interface Batch {
  readonly program: Program;
  readonly items: number;
}

/**
 * Stretches a program to another size of its batch. Statements that depend on the batch then have `items`; the others are
 * steady.
 *
 * @param other the same code at another size, with which the stretched program is compared.
 * @throws CompileError `unsupported-kernel` where an item has no part of its own, as in a mean over the batch.
 */
export function withItems(one: Batch, other: Batch, to: number): Program {
  const parts = partsOf(one, other);
  if (!isSameProgram(stretched(one, parts, other.items), other.program)) {
    throw refusal('other code at another size');
  }
  const { statements, ...rest } = stretched(one, parts, to);
  const marked = statements.map((statement, i): Statement => {
    const isPerItem = touches(one.program.statements[i]!, parts);
    return isPerItem ? { ...statement, items: to } : { ...statement, isSteady: true };
  });
  return { ...rest, statements: marked };
}

/** Elements of one item in each buffer that has a part for every item. */
type Parts = ReadonlyMap<Buffer, number>;

/** Buffers whose size depends on the batch. */
function partsOf(one: Batch, other: Batch): Parts {
  const parts = new Map<Buffer, number>();
  const { buffers } = other.program;
  if (buffers.length !== one.program.buffers.length) throw refusal('other code at another size');
  one.program.buffers.forEach((buffer, i) => {
    const { size } = buffers[i]!;
    if (size === buffer.size) return;
    const part = buffer.size / one.items;
    if (part * other.items !== size) throw refusal('a value of another size');
    if (buffer.kind === 'constant') throw refusal('a constant for each item');
    parts.set(buffer, part);
  });
  return parts;
}

function touches(statement: Statement, parts: Parts): boolean {
  const { reads, writes } = accessOf(statement);
  return [...reads, ...writes].some((buffer) => parts.has(buffer));
}

function stretched({ program, items }: Batch, parts: Parts, to: number): Program {
  const stretch = new Stretch(parts, items, to);
  const statements = program.statements.map((statement) =>
    touches(statement, parts) ? stretch.statement(statement) : statement,
  );
  return withBuffers({ ...program, statements }, (buffer) => {
    const part = parts.get(buffer);
    return part === undefined ? buffer : { ...buffer, size: part * to };
  });
}

const refusal = (what: string): CompileError =>
  new CompileError(
    'unsupported-kernel',
    `There are no loops over any number of items for ${what}.`,
  );

/**
 * Makes the loops over items longer, after a check that each item stays in its own parts of every buffer. A buffer has one part
 * for each item, one after the other, or several blocks of such parts.
 */
class Stretch {
  readonly #parts: Parts;
  readonly #from: number;
  readonly #to: number;
  /** From an item's part of a block to that of the next item. */
  readonly #strides = new Map<Buffer, number>();

  constructor(parts: Parts, from: number, to: number) {
    this.#parts = parts;
    this.#from = from;
    this.#to = to;
    for (const [buffer, part] of parts)
      if (buffer.kind !== 'inner') this.#strides.set(buffer, part);
  }

  statement(statement: Statement): Statement {
    switch (statement.kind) {
      case 'map':
        return this.#map(statement);
      case 'reduce':
        return this.#reduce(statement);
      case 'product':
        return this.#product(statement);
      case 'pack':
        throw refusal('a packed matrix');
    }
  }

  /** Elements for each item, of as many as there are for all. */
  #each(count: number): number {
    const each = count / this.#from;
    if (!Number.isInteger(each)) throw refusal('a loop over something else');
    return each;
  }

  /** Learns how a buffer is divided from the first statement that writes it. */
  #write(buffer: Buffer, stride: number): void {
    if (!this.#parts.has(buffer)) throw refusal('a result of all items');
    const known = this.#strides.get(buffer) ?? stride;
    if (known !== stride || stride === 0) throw refusal('another order');
    this.#strides.set(buffer, stride);
  }

  #map(statement: MapStatement): MapStatement {
    const each = this.#each(statement.count);
    for (const { to } of statement.stores)
      this.#write(to.buffer, this.#divided(to, each).at.strides[0]!);
    const viewOf = this.#views(each);
    const expressionOf = new Map<Expression, Expression | undefined>();
    const stores = statement.stores.map(({ to, value }) => ({
      to: viewOf(to),
      value: moved(value, viewOf, expressionOf)!,
    }));
    return { ...statement, count: each * this.#to, stores };
  }

  #reduce(statement: ReduceStatement): ReduceStatement {
    const { shape, axes, value, to } = statement;
    const first = shape.findIndex((size) => size > 1);
    if (axes.includes(first)) throw refusal('a reduction over items');
    const each = this.#each(shape[first]!);
    this.#write(to, this.#each(to.size));
    return {
      ...statement,
      shape: shape.map((size, axis) => (axis === first ? each * this.#to : size)),
      value: moved(value, this.#views(this.#each(product(shape))))!,
    };
  }

  #product(statement: ProductStatement): ProductStatement {
    const { rows, columns, a, b, bias, to } = statement;
    const each = this.#each(rows);
    const others = bias === undefined ? [b.buffer] : [b.buffer, bias];
    if (others.some((buffer) => this.#parts.has(buffer))) throw refusal('a product of two items');
    const stride = each * columns;
    this.#write(to.buffer, stride);
    if (to.offset % (stride * this.#from) !== 0) throw refusal('another order');
    return {
      ...statement,
      rows: each * this.#to,
      a: this.#operand(a, each),
      to: { ...to, offset: this.#moved(to.offset, stride) },
    };
  }

  /** @param each rows of one item. */
  #operand(operand: Operand, each: number): Operand {
    const { buffer, rows, columns } = operand;
    // Where all items have the same rows, none has a part.
    const stride = this.#strideOf(buffer);
    const own = rows.slice(0, each);
    const isRegular = rows.every(
      (row, i) => row === Math.floor(i / each) * stride + own[i % each]!,
    );
    if (!isRegular) throw refusal('rows in another order');
    const all = (first: Int32Array): Int32Array =>
      Int32Array.from(
        { length: each * this.#to },
        (_, i) => Math.floor(i / each) * stride + first[i % each]!,
      );
    if (stride === 0) return { ...operand, rows: all(own) };
    const inBlock = (places: Int32Array): Int32Array =>
      places.map((place) => modulo(place, stride * this.#from));
    const [low, high] = [own, columns].map((places) => rangeOf(inBlock(places))).reduce(sumOf);
    if (low < 0 || high >= stride) throw refusal('rows of other items');
    return {
      ...operand,
      rows: all(own.map((place) => this.#moved(place, stride))),
      columns: columns.map((place) => this.#moved(place, stride)),
    };
  }

  /** Where a place of the first item lies when blocks are longer. */
  #moved(place: number, stride: number): number {
    const inBlock = modulo(place, stride * this.#from);
    return inBlock + ((place - inBlock) / this.#from) * this.#to;
  }

  #strideOf(buffer: Buffer): number {
    if (!this.#parts.has(buffer)) return 0;
    const stride = this.#strides.get(buffer);
    if (stride === undefined) throw refusal('a value that is read before it is written');
    return stride;
  }

  /** A view whose first factor is that of the items: their number is a prime, so that they have one factor. */
  #divided(view: View, each: number): View {
    const divided = cut(view, [each]);
    if (divided === undefined || divided.sizes[0] !== this.#from) throw refusal('another order');
    return divided;
  }

  /** @param each elements of a view for one item. */
  #views(each: number): (view: View) => View {
    return once((view) => {
      if (view.sizes.length === 0) {
        if (this.#parts.has(view.buffer)) throw refusal('one item for all');
        return view;
      }
      return this.#longer(this.#divided(view, each));
    });
  }

  /** @throws CompileError if a view leads an item to a part of another one. */
  #longer({ buffer, sizes, at, lookups }: View): View {
    let looked: Span = [0, 0];
    const longer = lookups.map((lookup) => {
      const { table, scale, at: row } = lookup;
      if (table instanceof Int32Array) {
        if (row.strides[0] !== 0) throw refusal('rows that depend on the item');
        looked = sumOf(looked, times(rangeOf(table.filter((place) => place !== hole)), scale));
        return lookup;
      }
      looked = sumOf(looked, times([0, table.count - 1], scale));
      return { ...lookup, at: this.#form(table.buffer, row, sizes, [0, 0]) };
    });
    return {
      buffer,
      sizes: [this.#to, ...sizes.slice(1)],
      at: this.#form(buffer, at, sizes, looked),
      lookups: longer,
    };
  }

  /** @param looked what lookups add to a place. */
  #form(
    buffer: Buffer,
    { offset, strides }: Linear,
    sizes: readonly number[],
    looked: Span,
  ): Linear {
    const stride = this.#strideOf(buffer);
    if (strides[0] !== stride) throw refusal('another order');
    if (stride === 0) return { offset, strides };
    const block = stride * this.#from;
    const start = modulo(offset, block);
    // Factors lead from block to block, or stay in one.
    const [low, high] = strides
      .map((one, f) => (f === 0 || one % block === 0 ? 0 : one * (sizes[f]! - 1)))
      .map((last): Span => [Math.min(0, last), Math.max(0, last)])
      .reduce(sumOf, sumOf([start, start], looked));
    if (low < 0 || high >= stride) throw refusal('parts of other items');
    return {
      offset: this.#moved(offset, stride),
      strides: strides.map((one, f) =>
        f > 0 && one % block === 0 ? (one / this.#from) * this.#to : one,
      ),
    };
  }
}

const modulo = (value: number, by: number): number => value - Math.floor(value / by) * by;

/** The lowest and the highest place. */
type Span = readonly [low: number, high: number];

const sumOf = ([a, b]: Span, [c, d]: Span): Span => [a + c, b + d];

const times = ([low, high]: Span, scale: number): Span =>
  scale < 0 ? [high * scale, low * scale] : [low * scale, high * scale];

const rangeOf = (places: Int32Array): Span =>
  places.reduce(
    ([low, high]: Span, place) => [Math.min(low, place), Math.max(high, place)],
    [Infinity, -Infinity],
  );
