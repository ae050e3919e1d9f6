/** The engines of the benchmark: ours, and tfjs's wasm backend untouched, so that what was mended shows. */
import { loadEngine } from '@speil/core/engines';
import type { Engine } from '@speil/core/engines';
import { createOnnxEngine } from '@speil/core/engines/onnx';
import { createTfjsEngine } from '@speil/core/tensor';

/** `shipped` is tfjs-wasm as it comes from its package. */
export const benchEngines = ['onnx', 'wasm', 'shipped'] as const;
export type BenchEngine = (typeof benchEngines)[number];

/** @param threads of the compiled engine; the others have one. @throws EngineUnavailableError. */
export async function openEngine(name: BenchEngine, threads: number): Promise<Engine> {
  switch (name) {
    case 'onnx':
      // It brings the gradients, and is the backend to go back to after a trace.
      await loadEngine('cpu');
      // Without a cache: the first step is to tell what compiling takes.
      return createOnnxEngine({ threads });
    case 'wasm':
      return loadEngine('wasm');
    case 'shipped': {
      await loadEngine('cpu');
      await import('@tensorflow/tfjs-backend-wasm');
      const tf = await import('@tensorflow/tfjs-core');
      await tf.setBackend('wasm');
      return createTfjsEngine('wasm');
    }
  }
}
