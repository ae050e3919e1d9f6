/** Writes the function that executes a program: a call for each statement, and barriers where threads wait for each other. */
import { CompileError } from '../ir/errors.js';
import type { Operand, PackStatement, ProductStatement, Program } from '../loops/form.js';
import { isContiguous } from '../loops/operands.js';
import { barriersOf, runsAlone, type SharingLimits } from '../loops/sharing.js';
import type { Buffer } from '../loops/view.js';
import type { Code } from './encoding.js';
import { call, float, get, int, op, when } from './instructions.js';
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
  /** The address of a buffer. */
  readonly pointer: (buffer: Buffer) => Code;
  /** The address of a table. */
  readonly placeOf: (table: Int32Array) => Code;
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

/** The code that packs steady inputs, on one thread. */
export function writeSteady({ statements }: Program, context: CallContext): Code {
  return statements.flatMap((statement): Code =>
    statement.kind === 'pack' && isSteady(statement) ? callOfPack(statement, 1, context) : [],
  );
}

/**
 * The code of a program but for its steady packs.
 *
 * @param loops calls of those statements that are loops, by place.
 */
export function writeCalls(
  { statements }: Program,
  loops: readonly (Code | undefined)[],
  context: CallContext,
): Code {
  const { threads, limits, barrier, offsets } = context;
  const wait = call(barrier, get(thread));
  const bytes = Math.max(0, ...statements.map(spaceOf));
  const waits = barriersOf(statements, offsets, limits);
  const calls = statements.flatMap((statement, i): Code => {
    if (isSteady(statement)) return [];
    const parts = runsAlone(statement, limits) ? 1 : threads;
    const code =
      loops[i] ??
      (statement.kind === 'pack'
        ? callOfPack(statement, parts, context)
        : statement.kind === 'product'
          ? callOfProduct(statement, { ...context, threads: parts }, bytes)
          : noCode(statement.kind));
    if (threads === 1) return code;
    return [
      ...(waits[i] === true ? wait : []),
      ...(parts === 1 ? when(op('i32.eqz', get(thread)), code) : code),
    ];
  });
  // Results are ready when all threads are.
  return threads === 1 ? calls : [...calls, ...wait];
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

const operandOf = ({ buffer, rows, columns }: Operand, context: CallContext): Code[] => [
  context.pointer(buffer),
  context.placeOf(rows),
  context.placeOf(columns),
];

function callOfPack(
  { from, depth, columns, to }: PackStatement,
  threads: number,
  context: CallContext,
): Code {
  const share = shareOf(thread, threads, columns, panel);
  return call(
    context.products.packAll,
    ...[share.from, sizeOf(share), int(columns), int(depth)],
    ...operandOf(from, context),
    int(Number(isContiguous(from))),
    context.pointer(to),
  );
}

/** Threads divide the columns of a product if each has so many: then each packs its own part of the second matrix. */
const leastColumns = 8 * panel;

function callOfProduct(
  statement: ProductStatement,
  context: CallContext,
  spaceBytes: number,
): Code {
  const { rows, columns, depth, a, b, packed, bias, scale, to } = statement;
  const { threads, pointer, placeOf, products } = context;
  const added = bias === undefined ? int(0) : pointer(bias);
  const out = plus(pointer(to.buffer), int(to.offset * 4));
  if (rows <= fewRows && packed === undefined && isContiguous(b)) {
    const { from, end } = shareOf(thread, threads, columns, stepOfThin);
    return call(
      products.thin,
      ...[int(rows), from, end, int(columns), int(depth)],
      ...operandOf(a, context),
      ...operandOf(b, context),
      ...[added, out, float(scale)],
    );
  }
  const ownSpace =
    threads === 1 ? int(context.space) : plus(int(context.space), times(get(thread), spaceBytes));
  if (isOfDots(statement)) {
    const share = shareOf(thread, threads, rows);
    return when(
      isSome(share),
      call(
        products.dots[columns - 1]!,
        ...[sizeOf(share), int(depth)],
        ...[pointer(a.buffer), plus(placeOf(a.rows), times(share.from, 4)), placeOf(a.columns)],
        ...operandOf(b, context),
        ...[added, plus(out, times(share.from, columns * 4)), ownSpace, float(scale)],
      ),
    );
  }
  const byColumns = columns >= threads * leastColumns;
  const along = shareOf(thread, byColumns ? threads : 1, columns, panel);
  const down = shareOf(thread, byColumns ? 1 : threads, rows);
  const first = down.from;
  const product = call(
    products.gemm,
    ...[sizeOf(down), along.from, sizeOf(along), int(columns), int(depth)],
    ...[pointer(a.buffer), plus(placeOf(a.rows), times(first, 4)), placeOf(a.columns)],
    ...(packed === undefined
      ? [...operandOf(b, context), int(Number(isContiguous(b))), int(0)]
      : [int(0), int(0), int(0), int(0), pointer(packed)]),
    added,
    plus(out, times(first, columns * 4)),
    threads === 1 ? int(context.space) : plus(int(context.space), times(get(thread), spaceBytes)),
    float(scale),
  );
  // A thread without rows would pack in vain.
  return threads === 1 ? product : when(isSome(byColumns ? along : down), product);
}
