/**
 * The engine of all models of the page: WebAssembly, and where a browser has none or has it switched off, plain JavaScript,
 * which is fast enough for networks of this size.
 */
import { loadEngine } from '@speil/core/engines';
import type { Engine } from '@speil/core/engines';
// The engine imports it when it is asked for; here it comes along with the worker, one request earlier.
import '@tensorflow/tfjs-backend-wasm';
import { enginesUrl } from '../protocol/images';

export function openEngine(): Promise<Engine> {
  const name = typeof WebAssembly === 'undefined' ? 'cpu' : 'wasm';
  return loadEngine(name, { wasmPath: enginesUrl, training: false });
}
