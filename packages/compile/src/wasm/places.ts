/** Where the elements of views are, and how they are read and written from a loop over vectors. */
import { CompileError } from '../ir/errors.js';
import { bytesPer } from '../loops/plan.js';
import {
  buffersOf,
  hole,
  knownTable,
  type Buffer,
  type Linear,
  type Lookup,
  type View,
} from '../loops/view.js';
import { choose, type Keep } from './arithmetic.js';
import type { Code, ValueType } from './encoding.js';
import {
  access,
  floats,
  get,
  int,
  ints,
  loadLane,
  Locals,
  onLane,
  op,
  set,
  simd,
  storeLane,
} from './instructions.js';
import { intsAsMask, maskAsInts } from './write-expressions.js';

/** A vector that holds whether an element is absent, and what stands in its place. */
interface Absent {
  readonly mask: Code;
  readonly value: Code;
}

/** A view at the current indices of all factors but the innermost. */
interface Prepared {
  readonly view: View;
  /** Address of the element at innermost index 0. */
  readonly base: number;
  /** Bytes between neighbours along the innermost factor. */
  readonly stride: number;
  /** Lookups whose rows change along the innermost factor. */
  readonly moving: readonly Lookup[];
  readonly absent: readonly Absent[];
}

/** A position along the innermost factor: a variable plus a number. */
export interface Position {
  readonly local: number;
  readonly shift: number;
}

const isUsed = (form: Linear, f: number): boolean => f >= 0 && (form.strides[f] ?? 0) !== 0;

/** The buffers and tables of one function, and the variables of its loops. */
export class Places {
  readonly buffers: readonly Buffer[];
  readonly tables: readonly Int32Array[];
  readonly locals: Locals;
  /** The variable with the number of the thread: the last parameter. */
  readonly thread: number;
  /** The variables of factors, slowest first. */
  readonly indices: readonly number[];
  readonly #inner: number;
  readonly #prepared = new Map<View, Prepared>();

  /** @param written buffers that are written but not by a view. */
  constructor(views: readonly View[], factors: number, written: readonly Buffer[] = []) {
    this.buffers = [...new Set([...written, ...views.flatMap(buffersOf)])];
    this.tables = [
      ...new Set(views.flatMap(({ lookups }) => lookups.flatMap((one) => knownTable(one) ?? []))),
    ];
    this.thread = this.buffers.length + this.tables.length;
    this.locals = new Locals(Array.from({ length: this.thread + 1 }, (): ValueType => 'i32'));
    this.indices = Array.from({ length: factors }, () => this.locals.add('i32'));
    this.#inner = factors - 1;
  }

  pointer(buffer: Buffer): Code {
    return get(this.buffers.indexOf(buffer));
  }

  /** A linear form of the indices, times a number, without the innermost index. */
  linear({ offset, strides }: Linear, scale: number): Code {
    return this.indices.reduce<Code>(
      (sum, index, f) => {
        // A view of one element has no factors.
        const stride = (strides[f] ?? 0) * scale;
        if (stride === 0 || f === this.#inner) return sum;
        const term = stride === 1 ? get(index) : op('i32.mul', get(index), int(stride));
        return op('i32.add', sum, term);
      },
      int(offset * scale),
    );
  }

  /** Finds the views at the current indices. The code goes before the innermost loop. */
  prepare(views: readonly View[]): Code {
    const code: number[] = [];
    for (const view of new Set(views)) {
      const bytes = bytesPer(view.buffer.dtype);
      const base = this.locals.add('i32');
      let address = op('i32.add', this.pointer(view.buffer), this.linear(view.at, bytes));
      const moving: Lookup[] = [];
      const absent: Absent[] = [];
      for (const lookup of view.lookups) {
        if (isUsed(lookup.at, this.#inner)) {
          moving.push(lookup);
          continue;
        }
        const { place, isAbsent } = this.#row(lookup, this.linear(lookup.at, 4), code);
        address = op('i32.add', address, op('i32.mul', place, int(lookup.scale * bytes)));
        if (isAbsent === undefined) continue;
        const mask = this.locals.add('v128');
        code.push(...set(mask, simd('i32x4.splat', op('i32.sub', int(0), isAbsent))));
        absent.push({ mask: get(mask), value: insteadOf(lookup, view) });
      }
      code.push(...set(base, address));
      const stride = (view.at.strides[this.#inner] ?? 0) * bytes;
      this.#prepared.set(view, { view, base, stride, moving, absent });
    }
    return code;
  }

  /**
   * The row of a lookup; row 0 where there is none, so that the address is valid.
   *
   * @param at where the row's number is, in bytes from the start of a table of 4-byte numbers.
   */
  #row(lookup: Lookup, at: Code, code: number[]): { place: Code; isAbsent?: Code } {
    const row = this.locals.add('i32');
    const { table } = lookup;
    if (table instanceof Int32Array) {
      const pointer = get(this.buffers.length + this.tables.indexOf(table));
      code.push(...set(row, access('i32.load', [op('i32.add', pointer, at)])));
      if (!table.includes(hole)) return { place: get(row) };
      const isAbsent = op('i32.lt_s', get(row), int(0));
      return { place: op('select', int(0), get(row), isAbsent), isAbsent };
    }
    const address = op('i32.add', this.pointer(table.buffer), at);
    if (table.buffer.dtype === 'bool') {
      throw new CompileError('unsupported-kernel', 'There is no WebAssembly for rows of bool.');
    }
    const given =
      table.buffer.dtype === 'int32'
        ? access('i32.load', [address])
        : onLane(
            'i32x4.extract_lane',
            0,
            simd('i32x4.trunc_sat_f32x4_s', access('v128.load32_splat', [address])),
          );
    code.push(...set(row, given));
    const fromEnd = op('i32.add', get(row), int(table.count));
    code.push(...set(row, op('select', fromEnd, get(row), op('i32.lt_s', get(row), int(0)))));
    const isAbsent = op('i32.ge_u', get(row), int(table.count));
    return { place: op('select', int(0), get(row), isAbsent), isAbsent };
  }

  /** Code for the elements at a position, in as many lanes. */
  load(view: View, lanes: 1 | 4, position: Position, keep: Keep): Code {
    const prepared = this.#prepared.get(view)!;
    const isBool = view.buffer.dtype === 'bool';
    const { stride, moving, absent } = prepared;
    if (moving.length > 0) return this.#loadMoving(prepared, lanes, position, keep);
    const address = this.#address(prepared, position);
    /** The address and offset of a lane. */
    const at = (i: number): [Code, number] => {
      const offset = (position.shift + i) * stride;
      return offset < 0 ? [op('i32.add', address, int(offset)), 0] : [address, offset];
    };
    const [first, offset] = at(0);
    let value: Code;
    if (isBool) {
      const byte = (i: number): Code => access('i32.load8_u', [at(i)[0]], at(i)[1]);
      if (lanes === 4 && stride === 1) {
        const bytes = access('v128.load32_zero', [first], offset);
        value = simd('i32x4.extend_low_i16x8_u', simd('i16x8.extend_low_i8x16_u', bytes));
      } else if (lanes === 1 || stride === 0) value = simd('i32x4.splat', byte(0));
      else value = eachLane(lanes, (i, all) => onLane('i32x4.replace_lane', i, all, byte(i)));
      value = intsAsMask(value);
    } else if (lanes === 1) value = access('v128.load32_zero', [first], offset);
    else if (stride === 4) value = access('v128.load', [first], offset);
    else if (stride === 0) value = access('v128.load32_splat', [first], offset);
    else value = eachLane(lanes, (i, all) => loadLane(i, at(i)[0], all, at(i)[1]));
    return withoutAbsent(value, absent);
  }

  /** An element whose rows are looked up for each lane. */
  #loadMoving(
    { view, base, stride, moving, absent }: Prepared,
    lanes: 1 | 4,
    { local, shift }: Position,
    keep: Keep,
  ): Code {
    const bytes = bytesPer(view.buffer.dtype);
    const code: number[] = [];
    const own: Absent[] = [];
    const masks = moving.map(() => this.locals.add('v128'));
    const value = this.locals.add('v128');
    code.push(...set(value, floats(0)));
    for (let i = 0; i < lanes; i++) {
      const index = op('i32.add', get(local), int(shift + i));
      let address: Code = get(base);
      if (stride !== 0) address = op('i32.add', address, op('i32.mul', index, int(stride)));
      moving.forEach((lookup, l) => {
        const along = op('i32.mul', index, int(lookup.at.strides[this.#inner]! * 4));
        const at = op('i32.add', this.linear(lookup.at, 4), along);
        const { place, isAbsent } = this.#row(lookup, at, code);
        address = op('i32.add', address, op('i32.mul', place, int(lookup.scale * bytes)));
        if (isAbsent === undefined) return;
        const mask = masks[l]!;
        const flag = op('i32.sub', int(0), isAbsent);
        code.push(...set(mask, onLane('i32x4.replace_lane', i, get(mask), flag)));
        if (i === 0) own.push({ mask: get(mask), value: insteadOf(lookup, view) });
      });
      const loaded =
        view.buffer.dtype === 'bool'
          ? onLane('i32x4.replace_lane', i, get(value), access('i32.load8_u', [address]))
          : loadLane(i, address, get(value));
      code.push(...set(value, loaded));
    }
    const whole = view.buffer.dtype === 'bool' ? intsAsMask(get(value)) : get(value);
    return withoutAbsent(keep([...code, ...whole]), [...absent, ...own]);
  }

  /** Writes the elements at a position. */
  store(view: View, lanes: 1 | 4, position: Position, value: Code): Code {
    const { stride, moving } = this.#prepared.get(view)!;
    if (moving.length > 0) {
      throw new CompileError('unsupported-kernel', 'There is no WebAssembly for scattered stores.');
    }
    const address = this.#address(this.#prepared.get(view)!, position);
    const offset = position.shift * stride;
    const isBool = view.buffer.dtype === 'bool';
    if (!isBool && lanes === 4 && stride === 4) {
      return access('v128.store', [address, value], offset);
    }
    return Array.from({ length: lanes }, (_, i) => {
      const at = op('i32.add', address, int(offset + i * stride));
      return isBool
        ? access('i32.store8', [at, onLane('i32x4.extract_lane', i, maskAsInts(value))])
        : storeLane(i, at, value);
    }).flat();
  }

  #address({ base, stride }: Prepared, { local }: Position): Code {
    if (stride === 0) return get(base);
    const along = stride === 1 ? get(local) : op('i32.mul', get(local), int(stride));
    return op('i32.add', get(base), along);
  }
}

const eachLane = (lanes: number, one: (i: number, all: Code) => Code): Code =>
  Array.from({ length: lanes }, (_, i) => i).reduce<Code>((all, i) => one(i, all), floats(0));

/** What stands in place of an absent element: 0 beside a picture, NaN for a row that a table does not have. */
function insteadOf({ table }: Lookup, { buffer }: View): Code {
  const isNaN = !(table instanceof Int32Array) && buffer.dtype === 'float32';
  return isNaN ? floats(NaN) : ints(0);
}

const withoutAbsent = (value: Code, absent: readonly Absent[]): Code =>
  absent.reduceRight((kept, { mask, value: instead }) => choose(mask, instead, kept), value);
