/** The engines of the command line: first the compiled engine and TensorFlow's engines, then core's engines. */
import { engineProviders, loadEngine as loadOf, probeEngines } from '@speil/core/engines';
import { isSpeilError } from '@speil/api';
import { registerOnnxEngine, threadsOf } from '@speil/core/engines/onnx';
import { registerNativeEngine } from '@speil/core/engines/native';
import { registerWasmEngine } from '@speil/core/engines/wasm';
import { registerTfjsNodeEngines } from '@speil/core/engines/tfjs-node';
import type { Engine } from '@speil/core/engines';
import { cacheFolder } from '@speil/core/node';
import { UsageError } from '../io/exit.js';
import type { Io } from '../io/io.js';
import { version } from '../io/version.js';

// The engine that is registered last is tried first. On a machine with a GPU, `speil doctor` shows which engine is
// faster.
registerTfjsNodeEngines();
registerWasmEngine({ version, threads: () => threadsOf(process.env) });
registerOnnxEngine({
  cache: cacheFolder('compiled'),
  // The runtime is large, so it is loaded only when the engine is opened.
  runtime: async () => (await import('@speil/onnxruntime')).loadOnnxRuntime(),
});
// Where there is a C compiler.
registerNativeEngine({ cache: cacheFolder('compiled') });

export { engineProviders, probeEngines };

/**
 * Rejects an invalid number of threads. Otherwise it would disable the fast engine, with only a notice that is easy to
 * miss. @throws UsageError.
 */
export function refuseThreads(
  env: Readonly<Record<string, string | undefined>> = process.env,
): void {
  try {
    threadsOf(env);
  } catch (error) {
    throw isSpeilError(error) ? new UsageError(error.message) : error;
  }
}

export interface LoadOptions {
  readonly training: boolean;
  /** Called with one line if a faster engine could not be used. */
  readonly notice: (line: string) => void;
}

/** The value of `--engine`. */
export interface EngineOption {
  readonly engine: string;
}

/** Opens the engine with which a command encodes and decodes. @throws UnknownNameError, EngineUnavailableError. */
export function openEngine(
  io: Pick<Io, 'progress' | 'err'>,
  { engine }: EngineOption,
): Promise<Engine> {
  io.progress.update('loading the engine');
  return loadEngine(engine, { training: false, notice: (line) => io.err(`speil: ${line}`) });
}

/** Rejects `gpu` and `cuda` with advice of its own, since they are not misspellings of `cpu`. @throws UsageError. */
export function refuseHardware(name: string): void {
  if (!/^(?:gpu|cuda)$/iu.test(name)) return;
  throw new UsageError(
    `Unknown engine '${name}'. For an NVIDIA GPU with CUDA: npm install @tensorflow/tfjs-node-gpu, then --engine tfjs-node-gpu. See: speil doctor`,
  );
}

/** @throws UsageError, UnknownNameError, EngineUnavailableError. */
export function loadEngine(name: string, { training, notice }: LoadOptions): Promise<Engine> {
  refuseThreads();
  refuseHardware(name);
  return loadOf(name, {
    training,
    onFallback: (reason) => {
      notice(`${reason} Another engine is used; see speil doctor.`);
    },
  });
}
