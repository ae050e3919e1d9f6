/** The engines of the benchmark: ours and, for comparison, tfjs's wasm backend without our patches. */
import { loadEngine } from '@speil/core/engines';
import type { Engine } from '@speil/core/engines';
import { createNativeEngine } from '@speil/core/engines/native';
import { createOnnxEngine } from '@speil/core/engines/onnx';
import { createWasmEngine } from '@speil/core/engines/wasm';
import { createTfjsEngine } from '@speil/core/tensor';

/** `shipped` is tfjs-wasm as its package ships it, without our patches. */
export const benchEngines = ['onnx', 'native', 'wasm', 'shipped'] as const;
export type BenchEngine = (typeof benchEngines)[number];

/**
 * @param threads number of threads of the compiled engine; the others have one.
 * @param folder keeps compiled graphs. Without it, the first step of every process includes compilation.
 * @throws EngineUnavailableError.
 */
export async function openEngine(
  name: BenchEngine,
  threads: number,
  folder?: string,
): Promise<Engine> {
  const cache = folder === undefined ? {} : { cache: folder };
  switch (name) {
    case 'onnx':
      // The cpu backend provides the gradients, and is active again after a trace.
      await loadEngine('cpu');
      return createOnnxEngine({ threads, ...cache });
    case 'native':
      await loadEngine('cpu');
      return createNativeEngine({ threads, ...cache });
    case 'wasm':
      await loadEngine('cpu');
      return createWasmEngine({ otherwise: () => loadEngine('wasm') });
    case 'shipped': {
      await loadEngine('cpu');
      await import('@tensorflow/tfjs-backend-wasm');
      const tf = await import('@tensorflow/tfjs-core');
      await tf.setBackend('wasm');
      return createTfjsEngine('wasm');
    }
  }
}
