/**
 * The engine of all models of the page: WebAssembly, or plain JavaScript if the browser does not support WebAssembly or
 * has it switched off. Plain JavaScript is fast enough for networks of this size.
 */
import { loadEngine } from '@speil/core/engines';
import type { Engine } from '@speil/core/engines';
// The engine imports its backend on demand; importing it here bundles it with the worker and saves a request.
import '@tensorflow/tfjs-backend-wasm';
import { enginesUrl } from '../protocol/paths';

export function openEngine(): Promise<Engine> {
  const name = typeof WebAssembly === 'undefined' ? 'cpu' : 'wasm';
  return loadEngine(name, { wasmPath: enginesUrl, training: false });
}
