/** Writes a program as one C file: an addon of Node that runs it on the arrays it is given. */
import { callWith, type Argument, type Call, type Varying } from '../loops/calls.js';
import { fromFirst, isContiguous, runOf } from '../loops/operands.js';
import type { Operand, ProductStatement, Program, Statement } from '../loops/form.js';
import { ConstantBlock } from '../loops/constants.js';
import { accessOf, bytesPer, planMemory } from '../loops/plan.js';
import { repeatsOf, tabled, type Repeat } from '../loops/repeats.js';
import { barriersOf, multiplicationsOf, runsAlone, type SharingLimits } from '../loops/sharing.js';
import type { Buffer } from '../loops/view.js';
import { preludeOf } from './prelude.js';
import { fewColumns } from './product-few-columns.js';
import { tilesOf } from './product-tiles.js';
import { writeMap, writeReduce } from './write-loops.js';

/** A program as C, and what it needs when it is loaded. */
export interface WrittenProgram {
  readonly source: string;
  /** Constants and tables, which are given as one block of bytes. */
  readonly constants: Uint8Array<ArrayBuffer>;
  /** Size of the memory between statements, in bytes. */
  readonly arena: number;
}

/** How a program is written. */
export interface COptions {
  readonly threads: number;
  readonly limits: SharingLimits;
}

export function writeC(program: Program, { threads, limits }: COptions): WrittenProgram {
  const { offsets, bytes: arena } = planMemory(program);
  const external = new Map<Buffer, number>();
  const { inputs, before, outputs, after } = program;
  const arrays = [...inputs, ...before, ...outputs, ...after];
  // A result in the place of an input has the place of the result in the list too, with the same array.
  arrays.forEach((buffer, i) => external.set(buffer, i));
  const block = new ConstantBlock();
  const pointer: Names['pointer'] = (buffer, offset = 0) => {
    const bytes = offset * bytesPer(buffer.dtype);
    const inner = offsets.get(buffer);
    if (inner !== undefined) return address('void', 'arena', inner + bytes);
    const outer = external.get(buffer);
    if (outer !== undefined) return address('void', `(char *)arrays[${outer}]`, bytes);
    return address('void', 'constants', block.place(buffer.values!) + bytes);
  };
  const table: Names['table'] = (values, offset = 0) =>
    address('const int', 'constants', block.place(values) + 4 * offset);
  const functions = new Map<string, string>();
  const named = (text: string): string => {
    const name = functions.get(text) ?? `f${functions.size}`;
    functions.set(text, name);
    return name;
  };
  const tiles = tilesOfPacked(program.statements);
  let space = 0;
  let shared = 0;
  let used = 1;
  const callsOf = (statements: readonly Statement[]): string => {
    const barriers = barriersOf(statements, offsets, limits);
    const calls = statements.map((statement, i): Call<string> => {
      const isAlone = runsAlone(statement, limits);
      if (!isAlone) used = threads;
      if (statement.kind === 'product') space = Math.max(space, statement.columns);
      const before = `${barriers[i] === true ? 'barrier();\n  ' : ''}${isAlone ? 'if (t == 0) ' : ''}`;
      const { name, given } = callOf(statement, {
        pointer,
        table,
        named,
        limits,
        next: () => shared++,
        tiles,
      });
      return callWith(given, (written) => `${before}${name}(${written.join(', ')});`);
    });
    return repeatsOf(calls, (i) => `<${i}>`)
      .map(writeRepeat)
      .join('\n  ');
  };
  const [steady, others] = [true, false].map((isSteady) =>
    program.statements.filter((one) => (one.isSteady === true) === isSteady),
  ) as [Statement[], Statement[]];
  const first =
    steady.length === 0 ? '' : `if (isChanged) {\n  ${callsOf(steady)}\n  barrier();\n  }\n  `;
  const calls = first + callsOf(others);
  const items = itemsOf(program.statements);
  const columns = program.statements.flatMap((one) =>
    one.kind === 'product' && one.columns <= fewColumns ? [one.columns] : [],
  );
  const source = `${preludeOf({
    threads: used,
    hasProducts: space > 0,
    fewColumns: [...new Set(columns)],
    isOpen: items !== undefined,
  })}
static char *arena, *constants;
static void *arrays[${Math.max(1, arrays.length)}];
#if THREADS > 1
static atomic_long taken[${Math.max(1, shared)} * THREADS];
#define NEXT(i) (taken + i * THREADS)
#else
#define NEXT(i) 0
#endif
${[...functions].map(([text, name]) => `static __attribute__((noinline)) void ${name}${text}`).join('\n')}
static void program(int t) {
  ${calls}
}
#define ARRAYS ${arrays.length}
#define ARENA ${arena}
${space > 0 ? `#define SPACE SPACE_FOR(${space})` : ''}
${items === undefined ? '' : openPart(program, { arrays, items, limits })}
`;
  return { source, constants: block.written(), arena };
}

const address = (type: string, base: string, bytes: number): Varying<string> => ({
  number: bytes,
  around: (number) => `(${type} *)(${base} + ${number})`,
});

/** Calls, or a loop over the numbers that are not the same in each repetition. */
function writeRepeat(repeat: Repeat<string>): string {
  const { calls, table, width } = tabled(repeat);
  const lines = calls
    .map(({ write, numbers }) =>
      write(numbers.map((one) => ('place' in one ? `n[${one.place}]` : String(one.value)))),
    )
    .join('\n  ');
  if (table.length === 0) return lines;
  return `{
  static const long all[] = {${table.join(', ')}};
  for (const long *n = all; n < all + ${table.length}; n += ${width}) {
  ${lines}
  }
  }`;
}

interface Names {
  /** The address of an element of a buffer; by default of the first one. */
  readonly pointer: (buffer: Buffer, offset?: number) => Argument<string>;
  readonly table: (values: Int32Array, offset?: number) => Argument<string>;
  readonly named: (text: string) => string;
  readonly limits: SharingLimits;
  /** The number of a product that threads share. */
  readonly next: () => number;
  /** How tiles read packed matrices. */
  readonly tiles: ReadonlyMap<Buffer, number>;
}

/** What `run` needs to know of a program with an open batch. */
function openPart(
  { statements }: Program,
  {
    arrays,
    items,
    limits,
  }: { readonly arrays: readonly Buffer[]; readonly items: number; readonly limits: SharingLimits },
): string {
  const isRead = new Set(
    statements.filter((one) => one.isSteady).flatMap((one) => [...accessOf(one).reads]),
  );
  const work = statements.map((one) => (one.items === undefined ? 0 : multiplicationsOf(one)));
  const perItem = Math.ceil(work.reduce((sum, one) => sum + one, 0) / items);
  return `static const char isSteady[] = {${arrays.map((buffer) => Number(isRead.has(buffer))).join(', ')}};
#define WORK ${perItem}L
#define LEAST_WORK ${limits.multiplications}`;
}

/** Items of the batch for which a program was written; undefined if it has none. */
export const itemsOf = (statements: readonly Statement[]): number | undefined =>
  statements.find(({ items }) => items !== undefined)?.items;

/** A matrix is packed for tiles if they compute all products with it. */
function tilesOfPacked(statements: readonly Statement[]): ReadonlyMap<Buffer, number> {
  const tiles = new Map<Buffer, number>();
  for (const statement of statements) {
    if (statement.kind !== 'product' || statement.packed === undefined) continue;
    const given = tilesOf(statement);
    tiles.set(statement.packed, tiles.get(statement.packed) === 0 ? 0 : given);
  }
  return tiles;
}

interface WrittenCall {
  readonly name: string;
  readonly given: readonly Argument<string>[];
}

function callOf(statement: Statement, names: Names): WrittenCall {
  const { pointer, table, named, limits, tiles } = names;
  if (statement.kind === 'product') return callOfProduct(statement, names);
  if (statement.kind === 'pack') {
    const { from, depth, columns, to } = statement;
    const given = [
      ...['t', String(columns), String(depth)],
      ...[...operandOf(from, names), String(Number(isContiguous(from)))],
      ...[String(tiles.get(to)!), pointer(to)],
    ];
    return { name: 'packAll', given };
  }
  const { text, buffers, tables } =
    statement.kind === 'map' ? writeMap(statement, limits) : writeReduce(statement, limits);
  const given = [
    't',
    ...buffers.map(({ of, offset }) => pointer(of, offset)),
    ...tables.map(({ of, offset }) => table(of, offset)),
  ];
  return { name: named(text), given };
}

/** Arguments for a matrix: its first element and the places of rows and columns from there. */
function operandOf(operand: Operand, { pointer, table }: Names): Argument<string>[] {
  const { buffer, offset, rows, columns } = fromFirst(operand);
  return [pointer(buffer, offset), table(rows), table(columns)];
}

/** Bytes between lines that have the same place in a cache of first level. */
const cacheWay = 4096;

/** Whether the elements of a column push each other out of the cache. */
function collides(operand: Operand): boolean {
  const { rows } = operand;
  const step = 4 * (rows[1]! - rows[0]!);
  return rows.length > 1 && step % cacheWay === 0 && isContiguous(operand);
}

function callOfProduct(statement: ProductStatement, names: Names): WrittenCall {
  const { pointer, limits, next, tiles } = names;
  const { rows, columns, depth, a, b, packed, bias, scale, to, items } = statement;
  const factor = Math.fround(scale);
  const shared = (): Varying<string> => ({ number: next(), around: (i) => `NEXT(${i})` });
  const given: Argument<string>[] = [
    ...(runsAlone(statement, limits) ? ['0', '1', '0'] : ['t', 'TEAM', shared()]),
    ...[items === undefined ? String(rows) : `items * ${rows / items}`],
    ...[String(columns), String(depth)],
    ...[...operandOf(a, names), ...operandOf(b, names), String(Number(isContiguous(b)))],
    ...(packed === undefined
      ? ['0', String(tilesOf(statement))]
      : [pointer(packed), String(tiles.get(packed)!)]),
    // A run of any number of items has whole groups of rows only if each item has.
    ...[a.columns, a.rows.subarray(0, rows / (items ?? 1))].map((places) =>
      String(columns <= fewColumns ? runOf(places) : 0),
    ),
    String(Number(collides(a))),
    `${factor}${Number.isInteger(factor) ? '.0' : ''}f`,
    bias === undefined ? '0' : pointer(bias),
    pointer(to.buffer, to.offset),
  ];
  return { name: 'gemm', given };
}
