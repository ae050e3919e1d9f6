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

export interface OpenOptions {
  /** Whether gradients must be right too. Default: decoding and encoding alone. */
  readonly training?: boolean;
  /** Default: `wasm`, or `cpu` in a browser without WebAssembly. */
  readonly name?: string;
}

/** @throws EngineUnavailableError if the browser lacks the engine, or the engine fails its self-test. */
export function openEngine({ training = false, name = own() }: OpenOptions = {}): Promise<Engine> {
  registerWasmEngine({ threads });
  return loadEngine(name, { wasmPath: enginesUrl, training });
}

const own = (): string => (typeof WebAssembly === 'undefined' ? 'cpu' : 'wasm');
