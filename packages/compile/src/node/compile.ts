/**
 * Compiled graphs in Node, run by onnxruntime-node. It is an optional peer: `npm install onnxruntime-node` brings the
 * native library for Linux and Windows (x64, arm64) and macOS (arm64).
 */
import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, readFile, rm } from 'node:fs/promises';
import type * as Ort from 'onnxruntime-node';
import { CompileError } from '../ir/errors.js';
import type { Graph } from '../ir/graph.js';
import type { ConvolutionForm } from '../ir/onnx-builder.js';
import { cachePath, readCached, writeCached } from './disk-cache.js';
import { executable, type Executable } from '../runtime/executable.js';
import { prepare } from '../onnx/prepare.js';
import { signatureOf, type Signature } from '../onnx/signature.js';
import { splitTail } from '../tail/split.js';
import { tailMaker } from '../tail/tailed.js';

export interface CompileOptions {
  /** Threads of one run. Default 1: the result is the same bit for bit from run to run at one count. */
  readonly threads?: number;
  /**
   * A folder that keeps what was compiled, for the next process; it is made where it is missing. One that cannot be
   * written costs the time of compiling again, no more. Default: nothing is kept.
   */
  readonly cache?: string;
  /**
   * Whether the memory of a run is kept for the next one: right for what runs over and over, such as a training step.
   * Default true.
   */
  readonly keepMemory?: boolean;
  /** Called before a graph is compiled that was not kept: a place for checks that need not be made again. */
  readonly onMiss?: () => void;
}

/**
 * Makes a traced graph ready to run natively.
 *
 * @throws CompileError `runtime` where onnxruntime-node is not installed or cannot be loaded.
 */
export async function compile(graph: Graph, options: CompileOptions = {}): Promise<Executable> {
  const split = splitTail(graph);
  const tail = tailMaker(split, graph.constants, signatureOf(graph));
  return tail === undefined
    ? compileHead(graph, options)
    : tail(await compileHead(split.head, options));
}

async function compileHead(
  graph: Graph,
  { threads = 1, cache, keepMemory = true, onMiss }: CompileOptions,
): Promise<Executable> {
  // Named only to switch it off: the binding of 1.30 takes the option's presence, not its value.
  const memory = keepMemory ? {} : { enableCpuMemArena: false };
  const { env } = await loadRuntime();
  const signature = signatureOf(graph);
  const settings = `${threads} ${env.versions.node ?? env.versions.common}`;
  const path = cache === undefined ? undefined : cachePath(cache, graph, settings);
  const kept = path === undefined ? undefined : await readCached(path);
  if (kept !== undefined) {
    try {
      // What the runtime optimised once it need not optimise again.
      return await open(kept, signature, threads, {
        graphOptimizationLevel: 'disabled',
        ...memory,
      });
    } catch {
      // Sound, yet not to be loaded here: it is made anew.
    }
  }
  onMiss?.();
  const fully = { graphOptimizationLevel: 'all', ...memory } as const;
  const bytes = prepare(graph, { convolutions: formFor(threads), onlyRead: true });
  if (path === undefined || !(await canWrite(cache!))) {
    return await open(bytes, signature, threads, fully);
  }
  const optimised = `${path}.${process.pid}.${randomUUID()}.onnx`;
  try {
    const options = { ...fully, optimizedModelFilePath: optimised };
    const executable = await open(bytes, signature, threads, options);
    await writeCached(path, await readFile(optimised));
    return executable;
  } finally {
    await rm(optimised, { force: true }).catch(() => undefined);
  }
}

async function canWrite(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Measured: with one thread the runtime's own convolutions are faster, with more the gathered products. */
function formFor(threads: number): ConvolutionForm {
  return threads > 1 ? 'product' : 'convolution';
}

let load: () => unknown = () => import('onnxruntime-node');
let loading: Promise<typeof Ort> | undefined;

/** Takes the runtime from elsewhere. Default: the package `onnxruntime-node`. */
export function useRuntime(from: () => unknown): void {
  load = from;
  loading = undefined;
}

/** @throws CompileError `runtime` with what to do. */
export async function loadRuntime(): Promise<typeof Ort> {
  loading ??= Promise.resolve()
    .then(load)
    .then((module) => {
      const named = module as typeof Ort & { readonly default?: typeof Ort };
      return named.default ?? named;
    });
  try {
    return await loading;
  } catch (error) {
    loading = undefined;
    throw new CompileError('runtime', reasonOf(error), { cause: error });
  }
}

async function open(
  bytes: Uint8Array,
  signature: Signature,
  threads: number,
  options: Ort.InferenceSession.SessionOptions,
): Promise<Executable> {
  const { InferenceSession, Tensor } = await loadRuntime();
  try {
    const session = await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // 3: errors only. What the runtime warns of is of no use to a caller.
      logSeverityLevel: 3,
      extra: { session: { set_denormal_as_zero: '1' } },
      ...options,
    });
    return executable(session, Tensor, signature, { fills: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CompileError('runtime', `The runtime refused a graph: ${message.split('\n')[0]}`, {
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const { platform, arch } = process;
  const place = `${platform} ${arch}`;
  const exists = ['linux x64', 'linux arm64', 'win32 x64', 'win32 arm64', 'darwin arm64'];
  if (!exists.includes(place)) {
    const what = place === 'darwin x64' ? 'Macs with Intel processors' : place;
    return `onnxruntime-node has no library for ${what}.`;
  }
  if (platform === 'linux' && isMusl()) {
    return 'onnxruntime-node has no library for Linux with musl (Alpine); one with glibc has it.';
  }
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return 'onnxruntime-node is not installed. Run: npm install --ignore-scripts onnxruntime-node';
  }
  const message = error instanceof Error ? error.message : String(error);
  return `onnxruntime-node could not be loaded: ${message.split('\n')[0]}`;
}

/** Node's report names the C library's version where that is glibc. */
function isMusl(): boolean {
  const report = process.report?.getReport() as { header?: object } | undefined;
  return report?.header !== undefined && !('glibcVersionRuntime' in report.header);
}
