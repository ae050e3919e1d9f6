/**
 * Compiles graphs for Node with onnxruntime-node, an optional peer dependency: `npm install onnxruntime-node` installs
 * the native library for Linux and Windows (x64, arm64) and macOS (arm64).
 */
import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Ort from 'onnxruntime-node';
import { CompileError } from '../ir/errors.js';
import type { Graph } from '../ir/graph.js';
import { cachePath, readCached, writeCached } from './disk-cache.js';
import { inWorkingFolder } from './working-folder.js';
import { createExecutable, type Executable } from '../runtime/executable.js';
import { prepare } from '../onnx/prepare.js';
import { signatureOf, type Signature } from '../onnx/signature.js';
import { splitTail } from '../tail/split.js';
import { compileTail, withTail } from '../tail/tailed.js';

/** How a graph is compiled for Node. */
export interface CompileOptions {
  /** Threads per run. Default 1. Results are bit-identical between runs with the same number of threads. */
  readonly threads?: number;
  /**
   * A folder that caches compiled graphs between processes. It is created if it is missing. If it cannot be written,
   * graphs are compiled again. Default: no cache.
   */
  readonly cache?: string;
  /**
   * Whether to keep the memory of a run for the next one, which suits graphs that run repeatedly, such as a training
   * step. Default true.
   */
  readonly keepMemory?: boolean;
  /**
   * What executes the operators: the processor, or the GPU through WebGPU, which leaves to the processor what it lacks.
   * Graphs for WebGPU are not cached. Default `cpu`.
   */
  readonly provider?: 'cpu' | 'webgpu';
  /** Called before a graph that is not in the cache is compiled; use it for checks that need not be repeated. */
  readonly onMiss?: () => void;
}

/**
 * Compiles a traced graph for native execution.
 *
 * @throws CompileError `runtime` if onnxruntime-node is not installed or cannot be loaded.
 */
export async function compile(graph: Graph, options: CompileOptions = {}): Promise<Executable> {
  const split = splitTail(graph);
  const tail = split.tail && (await compileTail(split.tail));
  if (tail === undefined) return compileHead(graph, options);
  return withTail(await compileHead(split.head, options), tail, signatureOf(graph));
}

async function compileHead(
  graph: Graph,
  { threads = 1, cache: folder, keepMemory = true, provider = 'cpu', onMiss }: CompileOptions,
): Promise<Executable> {
  // The runtime cannot write a graph that it has divided among providers.
  const cache = provider === 'cpu' ? folder : undefined;
  // Set the option only to turn it off: the binding of 1.30 checks its presence, not its value.
  const memory = keepMemory ? {} : { enableCpuMemArena: false };
  const { env } = await loadRuntime();
  const signature = signatureOf(graph);
  const settings = `${threads} ${env.versions.node ?? env.versions.common}`;
  const path = cache === undefined ? undefined : cachePath(cache, graph, settings);
  const cached = path === undefined ? undefined : await readCached(path);
  if (cached !== undefined) {
    try {
      // A cached graph is already optimised.
      return await open(cached, signature, threads, {
        graphOptimizationLevel: 'disabled',
        ...memory,
      });
    } catch {
      // The cached graph is intact but cannot be loaded here: compile it again.
    }
  }
  onMiss?.();
  const executionProviders = [provider];
  const fully = { graphOptimizationLevel: 'all', executionProviders, ...memory } as const;
  const bytes = prepare(graph, { convolutions: 'convolution', onlyRead: true });
  if (cache === undefined || path === undefined || !(await canWrite(cache))) {
    return await open(bytes, signature, threads, fully);
  }
  return await inWorkingFolder(cache, async (folder) => {
    const optimised = join(folder, 'graph.onnx');
    const options = { ...fully, optimizedModelFilePath: optimised };
    const createExecutable = await open(bytes, signature, threads, options);
    await writeCached(path, await readFile(optimised), folder);
    return createExecutable;
  });
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

let load: () => unknown = () => import('onnxruntime-node');
let loading: Promise<typeof Ort> | undefined;

/** Sets the module of the runtime. Default: the package `onnxruntime-node`. */
export function useRuntime(from: () => unknown): void {
  load = from;
  loading = undefined;
}

/**
 * Loads onnxruntime-node, once.
 *
 * @throws CompileError `runtime` with instructions.
 */
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
      // Level 3 reports only errors. The runtime's warnings do not help callers.
      logSeverityLevel: 3,
      extra: { session: { set_denormal_as_zero: '1' } },
      ...options,
    });
    return createExecutable(session, Tensor, signature, { fills: true });
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
  const platformName = `${platform} ${arch}`;
  const exists = ['linux x64', 'linux arm64', 'win32 x64', 'win32 arm64', 'darwin arm64'];
  if (!exists.includes(platformName)) {
    const what = platformName === 'darwin x64' ? 'Macs with Intel processors' : platformName;
    return `onnxruntime-node has no library for ${what}.`;
  }
  if (platform === 'linux' && isMusl()) {
    return 'onnxruntime-node has no library for Linux with musl (Alpine). Use a Linux with glibc.';
  }
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return 'onnxruntime-node is not installed. Run: npm install --ignore-scripts onnxruntime-node';
  }
  const message = error instanceof Error ? error.message : String(error);
  return `onnxruntime-node could not be loaded: ${message.split('\n')[0]}`;
}

/** Node's report contains the version of glibc, if that is the C library. */
function isMusl(): boolean {
  const report = process.report?.getReport() as { header?: object } | undefined;
  return report?.header !== undefined && !('glibcVersionRuntime' in report.header);
}
