/**
 * Compiled graphs in Node, run by onnxruntime-node. It is an optional peer: `npm install onnxruntime-node` brings the
 * native library for Linux and Windows (x64, arm64) and macOS (arm64).
 */
import type * as Ort from 'onnxruntime-node';
import { CompileError } from './errors.js';
import type { Graph } from './ir/graph.js';
import { executable, signatureOf, type Executable } from './runtime/executable.js';
import { prepare } from './runtime/prepare.js';

export type { Executable, HostArray, HostValue, Port, RunOptions } from './runtime/executable.js';

export interface CompileOptions {
  /** Threads of one run. Default 1: the result is the same bit for bit from run to run at one count. */
  readonly threads?: number;
}

/**
 * Makes a traced graph ready to run natively.
 *
 * @throws CompileError `runtime` where onnxruntime-node is not installed or cannot be loaded.
 */
export async function compile(
  graph: Graph,
  { threads = 1 }: CompileOptions = {},
): Promise<Executable> {
  const bytes = prepare(graph, { convolutions: threads > 1 ? 'product' : 'convolution' });
  const { session, Tensor } = await openSession(bytes, threads);
  return executable(session, Tensor, signatureOf(graph));
}

let loading: Promise<typeof Ort> | undefined;

/** @throws CompileError `runtime` with what to do. */
export async function loadRuntime(): Promise<typeof Ort> {
  loading ??= import('onnxruntime-node').then((module) => {
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

async function openSession(
  bytes: Uint8Array,
  threads: number,
): Promise<{ session: Ort.InferenceSession; Tensor: typeof Ort.Tensor }> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const session = await InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // 3: errors only. What the runtime warns of is of no use to a caller.
    logSeverityLevel: 3,
    extra: { session: { set_denormal_as_zero: '1' } },
  });
  return { session, Tensor };
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    const { platform, arch } = process;
    const exists = ['linux x64', 'linux arm64', 'win32 x64', 'win32 arm64', 'darwin arm64'];
    return exists.includes(`${platform} ${arch}`)
      ? 'onnxruntime-node is not installed. Run: npm install onnxruntime-node'
      : `onnxruntime-node has no library for ${platform} ${arch}.`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return `onnxruntime-node could not be loaded: ${message.split('\n')[0]}`;
}
