/**
 * Compiles graphs for browsers (or any WebAssembly host) with onnxruntime-web, an optional peer dependency: `npm
 * install onnxruntime-web`. Load this module only when it is needed: its WebAssembly has about 4 MB gzipped.
 */
import type * as Ort from 'onnxruntime-web';
import { CompileError } from '../ir/errors.js';
import type { Graph } from '../ir/graph.js';
import { createExecutable, type Executable } from '../runtime/executable.js';
import { prepare } from '../onnx/prepare.js';
import { signatureOf } from '../onnx/signature.js';

/** How a graph is compiled for a page. */
export interface CompileWebOptions {
  /** The folder of onnxruntime-web's `.wasm` and `.mjs` files, with a final slash. Default: the bundler finds them. */
  readonly wasmPaths?: string;
  /** Number of threads. More than 1 needs a cross-origin-isolated page. Default 1. */
  readonly threads?: number;
}

/**
 * Compiles a traced graph for execution in a page.
 *
 * @throws CompileError `runtime` if onnxruntime-web cannot be loaded.
 */
export async function compile(
  graph: Graph,
  { wasmPaths, threads = 1 }: CompileWebOptions = {},
): Promise<Executable> {
  let ort: typeof Ort;
  try {
    ort = await import('onnxruntime-web/wasm');
  } catch (error) {
    throw new CompileError(
      'runtime',
      'onnxruntime-web could not be loaded. Run: npm install onnxruntime-web',
      { cause: error },
    );
  }
  ort.env.wasm.numThreads = threads;
  if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = wasmPaths;
  const bytes = prepare(graph, { convolutions: 'product', onlyRead: true });
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  return createExecutable(session, ort.Tensor, signatureOf(graph), { fills: false });
}
