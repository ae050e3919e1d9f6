/** Compiles graphs to machine code with the C compiler of this machine. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { CompileError } from '../ir/errors.js';
import type { Graph } from '../ir/graph.js';
import { inWorkingFolder } from '../node/working-folder.js';
import { lower } from '../lowering/lower.js';
import { buildProgram } from '../loops/build.js';
import type { Program } from '../loops/form.js';
import { inPlace, type Pair } from '../loops/in-place.js';
import { packShared } from '../loops/packing.js';
import { usualLimits, type SharingLimits } from '../loops/sharing.js';
import { signatureOf, type Signature } from '../onnx/signature.js';
import { optimize } from '../passes/optimize.js';
import { executableOnArrays } from '../runtime/arrays.js';
import type { Executable, HostArray } from '../runtime/executable.js';
import { addon } from './addon.js';
import { compileAddon, findToolchain, type Toolchain } from './toolchain.js';
import { packedTiles } from './product-tiles.js';
import { writeC } from './write-c.js';

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
  readonly run: (arrays: readonly ArrayBufferView[]) => void;
}

/**
 * Compiles a traced graph to machine code.
 *
 * @throws CompileError `runtime` without a C compiler; `unsupported-kernel` if a part of the graph has no loops;
 *   `not-traceable` for an open dimension, which is not supported.
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
  if (graph.open !== undefined) {
    throw new CompileError(
      'not-traceable',
      'Machine code has fixed shapes: leave no dimension open.',
    );
  }
  const toolchain = await findToolchain();
  if (toolchain === undefined) {
    throw new CompileError('runtime', 'There is no C compiler here. Install gcc or clang.');
  }
  const built = packShared(buildProgram(optimize(lower(graph))), { sizeOf: packedTiles });
  const signature = signatureOf(graph);
  const { program, overwrites } = overwriting(built, signature, mayOverwrite);
  const { source, constants } = writeC(program, { threads, limits });
  // A loaded addon keeps its constants, so programs with other constants are other programs.
  const text = `// constants: ${sha256(constants)}\n${source}${addon}`;
  const loaded = await load(text, toolchain, cache, onMiss);
  loaded.start(constants);
  const run = (given: readonly HostArray[], wanted: readonly HostArray[]): void =>
    loaded.run([...given, ...wanted]);
  return executableOnArrays(signature, run, overwrites);
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
