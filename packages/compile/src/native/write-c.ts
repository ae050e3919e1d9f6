/** Writes a program as one C file: an addon of Node that runs it on the arrays it is given. */
import { isContiguous, runOf } from '../loops/operands.js';
import type { Operand, ProductStatement, Program, Statement } from '../loops/form.js';
import { ConstantBlock } from '../loops/constants.js';
import { accessOf, planMemory } from '../loops/plan.js';
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
  const pointer = (buffer: Buffer): string => {
    const inner = offsets.get(buffer);
    if (inner !== undefined) return `(void *)(arena + ${inner})`;
    const outer = external.get(buffer);
    if (outer !== undefined) return `arrays[${outer}]`;
    return `(void *)(constants + ${block.place(buffer.values!)})`;
  };
  const table = (values: Int32Array): string => `(const int *)(constants + ${block.place(values)})`;
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
    const calls = statements.map((statement, i) => {
      const isAlone = runsAlone(statement, limits);
      const call = writeStatement(statement, {
        pointer,
        table,
        named,
        limits,
        next: () => shared++,
        tiles,
      });
      if (!isAlone) used = threads;
      if (statement.kind === 'product') space = Math.max(space, statement.columns);
      const line = isAlone ? `if (t == 0) ${call}` : call;
      return `${barriers[i] === true ? 'barrier();\n  ' : ''}${line}`;
    });
    return calls.join('\n  ');
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

interface Names {
  readonly pointer: (buffer: Buffer) => string;
  readonly table: (values: Int32Array) => string;
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

function writeStatement(statement: Statement, names: Names): string {
  const { pointer, table, named, limits, tiles } = names;
  if (statement.kind === 'product') return writeProduct(statement, names);
  if (statement.kind === 'pack') {
    const { from, depth, columns, to } = statement;
    const given = [
      operandOf(from, pointer, table),
      ...[Number(isContiguous(from)), tiles.get(to)!, pointer(to)],
    ];
    return `packAll(t, ${columns}, ${depth}, ${given.join(', ')});`;
  }
  const { text, buffers, tables } =
    statement.kind === 'map' ? writeMap(statement, limits) : writeReduce(statement, limits);
  const given = ['t', ...buffers.map(pointer), ...tables.map(table)];
  return `${named(text)}(${given.join(', ')});`;
}

/** Arguments for a matrix: its buffer and the places of rows and columns. */
function operandOf(
  { buffer, rows, columns }: Operand,
  pointer: Names['pointer'],
  table: Names['table'],
): string {
  return `${pointer(buffer)}, ${table(rows)}, ${table(columns)}`;
}

function writeProduct(
  statement: ProductStatement,
  { pointer, table, limits, next, tiles }: Names,
): string {
  const { rows, columns, depth, a, b, packed, bias, scale, to, items } = statement;
  const factor = Math.fround(scale);
  const given = [
    ...[runsAlone(statement, limits) ? '0, 1, 0' : `t, TEAM, NEXT(${next()})`],
    ...[items === undefined ? rows : `items * ${rows / items}`, columns, depth],
    ...[operandOf(a, pointer, table), operandOf(b, pointer, table), Number(isContiguous(b))],
    ...(packed === undefined ? [0, tilesOf(statement)] : [pointer(packed), tiles.get(packed)!]),
    // A run of any number of items has whole groups of rows only if each item has.
    ...[a.columns, a.rows.subarray(0, rows / (items ?? 1))].map((places) =>
      columns <= fewColumns ? runOf(places) : 0,
    ),
    `${factor}${Number.isInteger(factor) ? '.0' : ''}f`,
    bias === undefined ? 0 : pointer(bias),
    `(float *)${pointer(to.buffer)}${to.offset === 0 ? '' : ` + ${to.offset}`}`,
  ];
  return `gemm(${given.join(', ')});`;
}
