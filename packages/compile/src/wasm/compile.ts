/** Compiles graphs to WebAssembly, which is assembled here and needs no runtime: for pages, and wherever JavaScript runs. */
import { CompileError } from '../ir/errors.js';
import type { Graph } from '../ir/graph.js';
import { lower } from '../lowering/lower.js';
import { buildProgram } from '../loops/build.js';
import { inPart } from '../loops/in-part.js';
import { narrowed } from '../loops/narrow.js';
import { packShared } from '../loops/packing.js';
import { isWorthSharing, usualLimits, type SharingLimits } from '../loops/sharing.js';
import { signatureOf } from '../onnx/signature.js';
import { optimize } from '../passes/optimize.js';
import { executableOnArrays } from '../runtime/arrays.js';
import type { Executable } from '../runtime/executable.js';
import { maySleepAt } from './barrier.js';
import { encodeModule, type Code } from './encoding.js';
import { floats, set, simd } from './instructions.js';
import { importsOf } from './threads/host-functions.js';
import { fewRows } from './product-thin.js';
import { HostMemory } from './memory.js';
import { teamOf, type Team } from './threads/team.js';
import { writeWasm, type WrittenModule } from './write-wasm.js';

/** How code runs. */
export interface WasmCompileOptions {
  /**
   * Threads of one run, which give the same results in any number. One is used where threads cannot share memory (a page
   * must be cross-origin isolated), and for programs that are too small. Default 1.
   */
  readonly threads?: number;
  /** From which sizes threads share a loop or a product. Default: where it pays on usual processors. */
  readonly sharing?: SharingLimits;
}

/**
 * Compiles a traced graph to WebAssembly with 128-bit vectors, and with relaxed ones where the host has them.
 *
 * @throws CompileError `unsupported-kernel` if a part of the graph has no loops; `not-traceable` for an open dimension,
 *   which is not supported; `runtime` if it needs more than 2 GiB of memory, or if the host has no vectors.
 */
export async function compileWasm(
  graph: Graph,
  { threads = 1, sharing: limits = wasmLimits }: WasmCompileOptions = {},
): Promise<Executable> {
  if (graph.open !== undefined) {
    throw new CompileError(
      'not-traceable',
      'WebAssembly has fixed shapes: leave no dimension open.',
    );
  }
  if (!hasVectors()) {
    throw new CompileError('runtime', 'WebAssembly has no 128-bit vectors here.');
  }
  const signature = signatureOf(graph);
  const program = narrowed(
    packShared(inPart(buildProgram(optimize(lower(graph)))), { steady: true, fewRows }),
  );
  const team = isWorthSharing(program.statements, limits) ? await teamOf(threads) : undefined;
  const written = writeWasm(program, {
    ...{ isRelaxed: hasRelaxed(), limits },
    threads: team?.threads ?? 1,
  });
  const namesOf = (ports: readonly { readonly name: string }[]): string[] =>
    ports.map(({ name }) => name);
  const { inputs, state, outputs } = signature;
  const memory = new HostMemory(written, namesOf([...inputs, ...state]), namesOf(outputs));
  const module = await WebAssembly.compile(written.bytes);
  const imports = importsOf(memory.memory, written.host);
  const instance = await WebAssembly.instantiate(module, imports);
  const own = instance.exports['run'] as (thread: number) => void;
  const prepare = instance.exports['prepare'] as () => void;
  const watched = new Set(written.steady);
  const run = await together(team, { module, memory, written }, () => own(0));
  const executable = executableOnArrays(signature, (given, wanted, unchanged) => {
    if (memory.place(given, wanted, { unchanged, watched })) prepare();
    run();
    memory.fetch(wanted);
  });
  return { ...executable, memory };
}

/** Half a millisecond of work: threads that sleep wake up in a tenth of it. */
const wasmLimits: SharingLimits = { ...usualLimits, run: 2 ** 23 };

interface Loaded {
  readonly module: WebAssembly.Module;
  readonly memory: HostMemory;
  readonly written: WrittenModule;
}

/** A run by all threads of a team; by this one alone if there is no team. */
async function together(
  team: Team | undefined,
  { module, memory, written: { host, barrier } }: Loaded,
  own: () => void,
): Promise<() => void> {
  if (team === undefined || barrier === undefined) return own;
  const numbers = new Int32Array(memory.memory.buffer);
  numbers[(barrier + maySleepAt) / 4] = Number(team.maySleep);
  const job = await team.load({ module, memory: memory.memory, host }, memory);
  return () => team.run(job, own);
}

/** Whether a module with one instruction is valid on this host. */
function validates(instruction: Code): boolean {
  const code = set(0, instruction);
  return WebAssembly.validate(
    encodeModule({ functions: [{ parameters: [], locals: ['v128'], code }], exports: {} }),
  );
}

/** Whether the host has the vectors that `compileWasm` needs: every browser since 2023 has. */
export function hasVectors(): boolean {
  return typeof WebAssembly === 'object' && validates(floats(1));
}

/** Whether the host has relaxed vectors (WebAssembly 3.0), which multiply and add in one instruction. */
function hasRelaxed(): boolean {
  const one = floats(1);
  return validates(simd('f32x4.relaxed_madd', one, one, one));
}
