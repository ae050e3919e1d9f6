/** Writes a program as one module of WebAssembly, and plans its memory. */
import type { Varying } from '../loops/calls.js';
import { ConstantBlock } from '../loops/constants.js';
import type { Program } from '../loops/form.js';
import { bytesPer, planMemory } from '../loops/plan.js';
import type { SharingLimits } from '../loops/sharing.js';
import type { Buffer } from '../loops/view.js';
import { encodeModule, type Code, type FunctionCode } from './encoding.js';
import { barrier, barrierBytes } from './barrier.js';
import { access, get, int } from './instructions.js';
import { plus } from './product-parts.js';
import { spaceOf, writeCalls, writeSteady, type CallContext } from './write-calls.js';
import { writeMap, type WrittenLoop } from './write-loops.js';
import { writeReduce } from './write-reductions.js';
import { productFunctions } from './write-products.js';

/** A module and what it needs from its host. Addresses and sizes are in bytes. */
export interface WrittenModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Names of the functions of the host that it imports from `env`. */
  readonly host: readonly string[];
  /** Places among inputs of those that `prepare` must read again when they change. */
  readonly steady: readonly number[];
  /** Threads that must all call `run`, each with its number. */
  readonly threads: number;
  /** Where the numbers of the barrier are; absent if there is one thread. */
  readonly barrier?: number;
  readonly constants: { readonly at: number; readonly values: Uint8Array };
  /** Where the addresses of inputs and outputs are written before a run. */
  readonly pointers: number;
  /** Inputs, outputs and state, in the order of their addresses. */
  readonly external: readonly Buffer[];
  /** Size of the memory that the module uses itself; arrays of the host follow. */
  readonly size: number;
}

/** Address 0 is no address. */
const first = 64;
const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

const address = (bytes: number): Varying<Code> => ({ number: bytes, around: (number) => number });

/** How a program is written. */
export interface WasmOptions {
  /** Whether the host has relaxed vectors, which multiply and add in one instruction. */
  readonly isRelaxed: boolean;
  readonly threads: number;
  readonly limits: SharingLimits;
}

export function writeWasm(program: Program, options: WasmOptions): WrittenModule {
  const { isRelaxed, threads, limits } = options;
  const { offsets, bytes: arenaBytes } = planMemory(program);
  const external = [...program.inputs, ...program.before, ...program.outputs, ...program.after];
  const block = new ConstantBlock();
  // Constants come last, because their size is known only at the end.
  const pointers = first + (threads > 1 ? barrierBytes : 0);
  const arena = aligned(pointers + 4 * external.length);
  const space = aligned(arena + arenaBytes);
  const spaces = Math.max(0, ...program.statements.map(spaceOf));
  const constantsAt = aligned(space + threads * spaces);
  const names: string[] = [];
  const host = (name: string): number => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name);
  };
  const placeOf: CallContext['placeOf'] = (values, offset = 0) =>
    address(constantsAt + block.place(values) + 4 * offset);
  const pointer: CallContext['pointer'] = (buffer, offset = 0) => {
    const bytes = offset * bytesPer(buffer.dtype);
    const inner = offsets.get(buffer);
    if (inner !== undefined) return address(arena + inner + bytes);
    const outer = external.indexOf(buffer);
    if (outer === -1) return address(constantsAt + block.place(buffer.values!) + bytes);
    const start = access('i32.load', [int(pointers + 4 * outer)]);
    return bytes === 0 ? start : { number: bytes, around: (number) => plus(start, number) };
  };
  const loops = new Map<string, number>();
  const functions: FunctionCode[] = [];
  const indexOf = ({ function: one }: WrittenLoop): number => {
    const text = `${one.parameters.length} ${one.locals.join()} ${one.code.join()}`;
    const known = loops.get(text) ?? functions.length;
    if (known === functions.length) {
      functions.push(one);
      loops.set(text, known);
    }
    return known;
  };
  const context = { host, threads, limits };
  // Loops are written before the functions of products, since the numbers of imported functions precede both.
  const written = program.statements.map((statement) => {
    if (statement.kind === 'product' || statement.kind === 'pack') return undefined;
    const loop =
      statement.kind === 'map' ? writeMap(statement, context) : writeReduce(statement, context);
    return { index: indexOf(loop), loop };
  });
  const products = productFunctions(names.length + functions.length, isRelaxed);
  const calls = written.map((one) => {
    if (one === undefined) return undefined;
    const { index, loop } = one;
    const given = [
      ...loop.buffers.map(({ of, offset }) => pointer(of, offset)),
      ...loop.tables.map(({ of, offset }) => placeOf(of, offset)),
      get(0),
    ];
    return { name: names.length + index, given };
  });
  const all = [...functions, ...products.functions];
  if (threads > 1) all.push(barrier(threads, first));
  const callContext = {
    ...{ threads, limits, products, pointer, placeOf, space, offsets },
    tableAt: (values: Int32Array) => constantsAt + block.place(values),
    barrier: names.length + all.length - 1,
  };
  all.push({ parameters: [], locals: [], code: writeSteady(program, callContext) });
  all.push(writeCalls(program, calls, callContext));
  const bytes = encodeModule({
    imports: names.map((name) => ({ name, parameters: ['f32', 'f32'], result: 'f32' })),
    functions: all,
    exports: { prepare: all.length - 2, run: all.length - 1 },
    isShared: threads > 1,
  });
  const values = block.written();
  return {
    bytes,
    host: names,
    steady: program.statements.flatMap((one) =>
      one.kind === 'pack' && one.isSteady === true ? [external.indexOf(one.from.buffer)] : [],
    ),
    threads,
    ...(threads > 1 && { barrier: first }),
    constants: { at: constantsAt, values },
    pointers,
    external,
    size: aligned(constantsAt + values.byteLength),
  };
}
