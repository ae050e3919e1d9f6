/** Writes the function that executes a program: a call for each statement, and barriers where threads wait for each other. */
import { CompileError } from '../ir/errors.js';
import type { Operand, PackStatement, ProductStatement, Program } from '../loops/form.js';
import { callWith, within, type Argument, type Call } from '../loops/calls.js';
import { fromFirst, isContiguous } from '../loops/operands.js';
import { repeatsOf, tabled, type Repeat } from '../loops/repeats.js';
import { barriersOf, runsAlone, type SharingLimits } from '../loops/sharing.js';
import type { Buffer } from '../loops/view.js';
import type { Code, FunctionCode } from './encoding.js';
import { access, call, float, get, int, Locals, loop, op, when } from './instructions.js';
import { panel, plus, times } from './product-parts.js';
import { isOfDots } from './product-dots.js';
import { fewRows, stepOfThin } from './product-thin.js';
import { spaceFor, type ProductIndices } from './write-products.js';
import { shareOf, type Share } from './shares.js';

/** What statements are called with. */
export interface CallContext {
  readonly threads: number;
  readonly limits: SharingLimits;
  readonly products: ProductIndices;
  /** The address of an element of a buffer; by default of the first one. */
  readonly pointer: (buffer: Buffer, offset?: number) => Argument<Code>;
  readonly placeOf: (table: Int32Array, offset?: number) => Argument<Code>;
  /** Where the numbers of a loop are. */
  readonly tableAt: (numbers: Int32Array) => number;
  /** The address of the memory in which products pack, `spaceFor` bytes for each thread. */
  readonly space: number;
  /** Places of inner buffers, which may share memory. */
  readonly offsets: ReadonlyMap<Buffer, number>;
  /** The index of the barrier; it is called only where there are several threads. */
  readonly barrier: number;
}

/** The only parameter: the number of the thread. */
const thread = 0;

export const isSteady = (statement: Program['statements'][number]): boolean =>
  statement.isSteady === true;

/** A function, and what it is called with. */
export interface WrittenCall {
  /** The number of the function. */
  readonly name: number;
  readonly given: readonly Argument<Code>[];
  /** Where this is 0, there is nothing to do. */
  readonly condition?: Code;
}

const calling = ({ name, given, condition }: WrittenCall): Call<Code> =>
  callWith(given, (written) => {
    const code = call(name, ...written);
    return condition === undefined ? code : when(condition, code);
  });

/** The code that packs steady inputs, on one thread. */
export function writeSteady({ statements }: Program, context: CallContext): Code {
  return statements.flatMap((statement): Code => {
    if (statement.kind !== 'pack' || !isSteady(statement)) return [];
    const { numbers, write } = calling(callOfPack(statement, 1, context));
    return write(numbers.map(int));
  });
}

/**
 * The function that executes a program but for its steady packs.
 *
 * @param loops calls of those statements that are loops, by place.
 */
export function writeCalls(
  { statements }: Program,
  loops: readonly (WrittenCall | undefined)[],
  context: CallContext,
): FunctionCode {
  const { threads, limits, barrier, offsets } = context;
  const wait = call(barrier, get(thread));
  const bytes = Math.max(0, ...statements.map(spaceOf));
  const waits = barriersOf(statements, offsets, limits);
  const calls = statements.flatMap((statement, i): Call<Code>[] => {
    if (isSteady(statement)) return [];
    const parts = runsAlone(statement, limits) ? 1 : threads;
    const { numbers, write } = calling(
      loops[i] ??
        (statement.kind === 'pack'
          ? callOfPack(statement, parts, context)
          : statement.kind === 'product'
            ? callOfProduct(statement, { ...context, threads: parts }, bytes)
            : noCode(statement.kind)),
    );
    if (threads === 1) return [{ numbers, write }];
    const withWait = (written: readonly Code[]): Code => [
      ...(waits[i] === true ? wait : []),
      ...(parts === 1 ? when(op('i32.eqz', get(thread)), write(written)) : write(written)),
    ];
    return [{ numbers, write: withWait }];
  });
  const locals = new Locals(['i32']);
  const at = locals.add('i32');
  const code = repeatsOf(calls, (i) => get(notLocal + i)).flatMap((one) =>
    writeRepeat(one, at, context),
  );
  // Results are ready when all threads are.
  return locals.function(threads === 1 ? code : [...code, ...wait]);
}

/** A variable that no function has: it stands for numbers where calls are compared. */
const notLocal = 2 ** 16;

/** Calls, or a loop over the numbers that are not the same in each repetition. */
function writeRepeat(repeat: Repeat<Code>, at: number, { tableAt }: CallContext): Code {
  const { calls, table, width } = tabled(repeat);
  const written = calls.flatMap(({ write, numbers }) =>
    write(
      numbers.map((one) =>
        'place' in one ? access('i32.load', [get(at)], 4 * one.place) : int(one.value),
      ),
    ),
  );
  if (table.length === 0) return written;
  const start = tableAt(Int32Array.from(table));
  return loop(at, int(start), int(start + 4 * table.length), 4 * width, written);
}

function noCode(kind: string): never {
  throw new CompileError('unsupported-kernel', `There is no WebAssembly for ${kind}.`);
}

/** Bytes beside its matrices that a thread needs for a statement. */
export function spaceOf(statement: Program['statements'][number]): number {
  if (statement.kind !== 'product') return 0;
  const { columns, depth } = statement;
  return isOfDots(statement) ? 4 * columns * depth : spaceFor(columns);
}

const sizeOf = ({ from, end }: Share): Code => op('i32.sub', end, from);
const isSome = ({ from, end }: Share): Code => op('i32.lt_s', from, end);

const operandOf = (operand: Operand, { pointer, placeOf }: CallContext): Argument<Code>[] => {
  const { buffer, offset, rows, columns } = fromFirst(operand);
  return [pointer(buffer, offset), placeOf(rows), placeOf(columns)];
};

/** The first operand of a product from a row on. */
function fromRow(operand: Operand, row: Code, context: CallContext): Argument<Code>[] {
  const [buffer, rows, columns] = operandOf(operand, context) as [
    Argument<Code>,
    Argument<Code>,
    Argument<Code>,
  ];
  return [buffer, within(rows, (code) => plus(code, times(row, 4))), columns];
}

function callOfPack(
  { from, depth, columns, to }: PackStatement,
  threads: number,
  context: CallContext,
): WrittenCall {
  const share = shareOf(thread, threads, columns, panel);
  const given = [
    ...[share.from, sizeOf(share), int(columns), int(depth)],
    ...[...operandOf(from, context), int(Number(isContiguous(from)))],
    context.pointer(to),
  ];
  return { name: context.products.packAll, given };
}

/** Threads divide the columns of a product if each has so many: then each packs its own part of the second matrix. */
const leastColumns = 8 * panel;

function callOfProduct(
  statement: ProductStatement,
  context: CallContext,
  spaceBytes: number,
): WrittenCall {
  const { rows, columns, depth, a, b, packed, bias, scale, to } = statement;
  const { threads, pointer, products } = context;
  const added = bias === undefined ? int(0) : pointer(bias);
  const out = pointer(to.buffer, to.offset);
  const outFrom = (row: Code): Argument<Code> =>
    within(out, (code) => plus(code, times(row, columns * 4)));
  if (rows <= fewRows && packed === undefined && isContiguous(b)) {
    const { from, end } = shareOf(thread, threads, columns, stepOfThin);
    const given = [
      ...[int(rows), from, end, int(columns), int(depth)],
      ...[...operandOf(a, context), ...operandOf(b, context)],
      ...[added, out, float(scale)],
    ];
    return { name: products.thin, given };
  }
  const ownSpace =
    threads === 1 ? int(context.space) : plus(int(context.space), times(get(thread), spaceBytes));
  if (isOfDots(statement)) {
    const share = shareOf(thread, threads, rows);
    const given = [
      ...[sizeOf(share), int(depth)],
      ...[...fromRow(a, share.from, context), ...operandOf(b, context)],
      ...[added, outFrom(share.from), ownSpace, float(scale)],
    ];
    return { name: products.dots[columns - 1]!, given, condition: isSome(share) };
  }
  const byColumns = columns >= threads * leastColumns;
  const along = shareOf(thread, byColumns ? threads : 1, columns, panel);
  const down = shareOf(thread, byColumns ? 1 : threads, rows);
  const given = [
    ...[sizeOf(down), along.from, sizeOf(along), int(columns), int(depth)],
    ...fromRow(a, down.from, context),
    ...(packed === undefined
      ? [...operandOf(b, context), int(Number(isContiguous(b))), int(0)]
      : [int(0), int(0), int(0), int(0), pointer(packed)]),
    ...[added, outFrom(down.from), ownSpace, float(scale)],
  ];
  // A thread without rows would pack in vain.
  const condition = threads === 1 ? undefined : isSome(byColumns ? along : down);
  return { name: products.gemm, given, ...(condition !== undefined && { condition }) };
}
