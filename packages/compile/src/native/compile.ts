/** Compiles graphs to machine code with the C compiler of this machine. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { CompileError } from '../ir/errors.js';
import { sizeOf, type Graph } from '../ir/graph.js';
import { inWorkingFolder } from '../node/working-folder.js';
import { lower } from '../lowering/lower.js';
import { buildProgram } from '../loops/build.js';
import type { Program } from '../loops/form.js';
import { inPart } from '../loops/in-part.js';
import { inPlace, type Pair } from '../loops/in-place.js';
import { withItems, type Batch } from '../loops/items.js';
import { packShared } from '../loops/packing.js';
import { bytesOf } from '../loops/plan.js';
import { usualLimits, type SharingLimits } from '../loops/sharing.js';
import { signatureOf, type Port, type Signature } from '../onnx/signature.js';
import { optimize } from '../passes/optimize.js';
import { executableOnArrays, type RunOnArrays } from '../runtime/arrays.js';
import type { Executable, HostArray } from '../runtime/executable.js';
import { addon } from './addon.js';
import { compileAddon, findToolchain, quickToCompile, type Toolchain } from './toolchain.js';
import { packedTiles } from './product-tiles.js';
import { itemsOf, writeC } from './write-c.js';

/** How a graph is compiled to machine code. */
export interface NativeOptions {
  /** Threads per run. Default 1. Results are bit-identical between runs with the same number of threads. */
  readonly threads?: number;
  /** From which sizes threads share a loop or a product. Default: where it pays on usual processors. */
  readonly sharing?: SharingLimits;
  /** A folder that keeps compiled programs between processes. Default: none is kept. */
  readonly cache?: string;
  /**
   * Names of inputs into whose arrays outputs of the same names may be written, as the new values of weights. Which of
   * them are, says `overwrites` of the executable. Default: none.
   */
  readonly mayOverwrite?: readonly string[];
  /** Called before a program that is not in the cache is compiled; use it for checks that need not be repeated. */
  readonly onMiss?: () => void;
}

interface Addon {
  readonly start: (constants: Uint8Array) => void;
  /** The last two are those of an open batch. */
  readonly run: (arrays: readonly ArrayBufferView[], items?: number, mayDiffer?: boolean) => void;
}

/**
 * Compiles a traced graph to machine code. An open dimension must be the first axis of its inputs and outputs, and each of
 * its items must be computed alone.
 *
 * @throws CompileError `runtime` without a C compiler; `unsupported-kernel` if a part of the graph has no loops;
 *   `not-traceable` if the shape of a result depends on the open dimension in another way.
 */
export async function compileNative(
  graph: Graph,
  {
    threads = 1,
    sharing: limits = usualLimits,
    mayOverwrite = [],
    cache,
    onMiss,
  }: NativeOptions = {},
): Promise<Executable> {
  const toolchain = await findToolchain();
  if (toolchain === undefined) {
    throw new CompileError('runtime', 'There is no C compiler here. Install gcc or clang.');
  }
  const signature = signatureOf(graph);
  const built = packShared(openedProgram(graph, signature), { sizeOf: packedTiles });
  const { program, overwrites } = overwriting(built, signature, mayOverwrite);
  const { source, constants } = writeC(program, { threads, limits });
  // A loaded addon keeps its constants, so programs with other constants are other programs.
  const text = `// constants: ${sha256(constants)}\n${source}${addon}`;
  const compiler = graph.open === undefined ? toolchain : quickToCompile(toolchain);
  const loaded = await load(text, compiler, cache, onMiss);
  loaded.start(constants);
  const items = itemsOf(program.statements);
  const run: RunOnArrays =
    items === undefined
      ? (given, wanted) => loaded.run([...given, ...wanted])
      : runInBatches(loaded, signature, items);
  return executableOnArrays(signature, run, overwrites);
}

/** The program of a graph; if its batch is open, for as many items as are computed together. */
function openedProgram(graph: Graph, signature: Signature): Program {
  const programOf = (one: Graph): Program => buildProgram(optimize(lower(one)));
  const program = programOf(graph);
  const { open } = graph;
  if (open === undefined) return inPart(program);
  const ports = [...signature.inputs, ...signature.outputs];
  if (signature.state.length > 0 || ports.some(({ shape }) => shape.indexOf(open.name, 1) !== -1)) {
    throw new CompileError(
      'unsupported-kernel',
      `There are no loops over '${open.name}': it must be the first axis, and no variable may be assigned.`,
    );
  }
  const [one, other] = [program, programOf(open.other)].map((made, i) => ({
    program: made,
    items: open.sizes[i]!,
  })) as [Batch, Batch];
  const bytes = program.buffers
    .filter(
      ({ kind }, i) =>
        kind === 'inner' && other.program.buffers[i]?.size !== program.buffers[i]!.size,
    )
    .reduce((sum, buffer) => sum + bytesOf(buffer) / one.items, 0);
  const items = Math.max(leastItems, Math.min(mostItems, Math.floor(cacheBytes / bytes)));
  return withItems(one, other, items);
}

/** Items that are computed together: what is between two statements should stay in the cache. */
const mostItems = 256;
const leastItems = 16;
const cacheBytes = 2 ** 20;

/** Runs a program on any number of items, some of them at a time. */
function runInBatches({ run }: Addon, { inputs, outputs }: Signature, items: number): RunOnArrays {
  const lengthOf = ({ shape }: Port): number | undefined =>
    typeof shape[0] === 'string' ? sizeOf(shape.slice(1) as number[]) : undefined;
  const lengths = [...inputs, ...outputs].map(lengthOf);
  /** Arrays that have no items, of the last run. They are kept, so that no other array can have their place. */
  let before: readonly (HostArray | undefined)[] | undefined;
  return (given, wanted, unchanged) => {
    const arrays = [...given, ...wanted];
    const first = lengths.findIndex((length) => length !== undefined);
    const total = arrays[first]!.length / lengths[first]!;
    const steady = given.map((array, i) => (lengths[i] === undefined ? array : undefined));
    // Before the first run nothing is computed yet, not even what depends on constants alone.
    let mayDiffer =
      !unchanged || before === undefined || steady.some((array, i) => array !== before?.[i]);
    for (let start = 0; start < total; start += items) {
      const count = Math.min(items, total - start);
      const parts = arrays.map((array, i) => {
        const length = lengths[i];
        return length === undefined
          ? array
          : array.subarray(start * length, (start + count) * length);
      });
      run(parts, count, mayDiffer);
      mayDiffer = false;
    }
    if (total > 0) before = steady;
  };
}

/** Writes outputs into the arrays of inputs, where that is allowed and possible. */
function overwriting(
  program: Program,
  { inputs, outputs }: Signature,
  allowed: readonly string[],
): { readonly program: Program; readonly overwrites: ReadonlySet<string> } {
  const pairs = new Map<string, Pair>();
  for (const name of allowed) {
    const input = program.inputs[inputs.findIndex((one) => one.name === name)];
    const output = program.outputs[outputs.findIndex((one) => one.name === name)];
    if (input !== undefined && output !== undefined) pairs.set(name, { input, output });
  }
  const { program: made, joined } = inPlace(program, [...pairs.values()]);
  const isJoined = ([, pair]: readonly [string, Pair]): boolean => joined.includes(pair);
  return { program: made, overwrites: new Set([...pairs].filter(isJoined).map(([name]) => name)) };
}

const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** Loads a program's addon from the cache, or compiles it. */
async function load(
  source: string,
  toolchain: Toolchain,
  cache: string | undefined,
  onMiss: () => void = () => undefined,
): Promise<Addon> {
  const { version, flags } = toolchain;
  const processor = [process.platform, process.arch, os.cpus()[0]?.model ?? ''].join(' ');
  const key = sha256([source, version, flags.join(' '), processor].join('\n'));
  if (cache !== undefined) {
    const kept = path.join(cache, `${key}.node`);
    if (await isSound(kept)) return open(kept);
    onMiss();
    try {
      await fs.mkdir(cache, { recursive: true });
      return await inWorkingFolder(cache, async (folder) => {
        const made = await compileAddon(source, toolchain, folder);
        await keep(made, kept);
        return open(kept);
      });
    } catch (error) {
      if (error instanceof CompileError) throw error;
      // The folder cannot be written: compile into a folder of its own.
    }
  }
  if (cache === undefined) onMiss();
  return await inWorkingFolder(os.tmpdir(), async (folder) =>
    open(await compileAddon(source, toolchain, folder)),
  );
}

/** Renames a whole file into the cache; its checksum comes first. */
async function keep(made: string, kept: string): Promise<void> {
  const sum = `${made}.sha256`;
  await fs.writeFile(sum, sha256(await fs.readFile(made)));
  await fs.rename(sum, `${kept}.sha256`);
  await fs.rename(made, kept);
}

async function isSound(file: string): Promise<boolean> {
  try {
    const sum = await fs.readFile(`${file}.sha256`, 'utf8');
    return sum === sha256(await fs.readFile(file));
  } catch {
    return false;
  }
}

function open(file: string): Addon {
  const module = { exports: {} as Addon };
  process.dlopen(module, file, os.constants.dlopen.RTLD_NOW);
  return module.exports;
}
