/** The engines of the command line: core's, and before them the compiled one and those of TensorFlow. */
import { loadEngine as loadOf, probeEngines } from '@speil/core/engines';
import { isSpeilError } from '@speil/api';
import { registerOnnxEngine, threadsOf } from '@speil/core/engines/onnx';
import { registerTfjsNodeEngines } from '@speil/core/engines/tfjs-node';
import type { Engine } from '@speil/core/engines';
import { cacheFolder } from '@speil/core/node';
import { UsageError } from './cli/exit.js';
import type { Io } from './cli/io.js';

// The compiled engine last, so that it comes first; those who have a GPU see in `speil doctor` which one is faster.
registerTfjsNodeEngines();
registerOnnxEngine({
  cache: cacheFolder('compiled'),
  // It is large: it is loaded when the engine is.
  runtime: async () => (await import('@speil/onnxruntime')).loadOnnxRuntime(),
});

export { probeEngines };

/** A number of threads that is none would cost the fast engine, with a line that nobody reads. @throws UsageError. */
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
  /** Is told in one line when a faster engine could not be used. */
  readonly notice: (line: string) => void;
}

/** An engine to encode and decode with, for a command. @throws UnknownNameError, EngineUnavailableError. */
export function engineFor({ engine }: { readonly engine: string }, io: Io): Promise<Engine> {
  io.progress.update('loading the engine');
  return loadEngine(engine, { training: false, notice: (line) => io.err(`speil: ${line}`) });
}

/** Is no slip of `cpu`. @throws UsageError. */
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
