/**
 * Compiled graphs in a browser (or wherever WebAssembly runs), by onnxruntime-web. It is an optional peer:
 * `npm install onnxruntime-web`; load this module when it is needed, its WebAssembly has some 4 MB gzipped.
 */
import type * as Ort from 'onnxruntime-web';
import { CompileError } from '../ir/errors.js';
import type { Graph } from '../ir/graph.js';
import { executable, type Executable } from '../runtime/executable.js';
import { prepare } from '../onnx/prepare.js';
import { signatureOf } from '../onnx/signature.js';

export interface CompileWebOptions {
  /** The folder of onnxruntime-web's `.wasm` and `.mjs` files, ending in a slash. Default: as the bundler finds them. */
  readonly wasmPaths?: string;
  /** More than 1 needs a cross-origin-isolated page. Default 1. */
  readonly threads?: number;
}

/** @throws CompileError `runtime` where onnxruntime-web cannot be loaded. */
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
  return executable(session, ort.Tensor, signatureOf(graph), { fills: false });
}
