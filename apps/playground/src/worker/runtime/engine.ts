/**
 * The engine of all models of the page: WebAssembly that is assembled for each model, or plain JavaScript if the browser does
 * not support WebAssembly or has it switched off. Plain JavaScript is fast enough for networks of this size.
 */
import { loadEngine } from '@speil/core/engines';
import type { Engine } from '@speil/core/engines';
import { registerWasmEngine } from '@speil/core/engines/wasm';
import { enginesUrl } from '../protocol/paths';

/** The page and the browser's own work need the other cores. */
const mostThreads = 4;
const threads = (): number => Math.min(mostThreads, navigator.hardwareConcurrency);

/** @param use what the engine must pass the self-test of. Default: decoding and encoding alone. */
export function openEngine(use?: 'training'): Promise<Engine> {
  registerWasmEngine({ threads });
  const name = typeof WebAssembly === 'undefined' ? 'cpu' : 'wasm';
  return loadEngine(name, { wasmPath: enginesUrl, training: use === 'training' });
}
