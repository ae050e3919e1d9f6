/**
 * The registry of engines. `core` provides the engines of tfjs. Another engine, such as the compiled one, registers
 * itself when an app imports it, and is tried first.
 */
import * as tf from '@tensorflow/tfjs-core';
import { EngineUnavailableError } from '@speil/api';
import type { Engine } from './engine.js';
import { patchWasmKernels } from './kernels/index.js';
import { createTfjsEngine } from './tfjs-engine.js';

/** What an engine is opened with. */
export interface OpenEngineOptions {
  /** The URL of the folder with tfjs-backend-wasm's `.wasm` files, ending in `/`; for the engine `wasm` alone. */
  readonly wasmPath?: string;
}

/** An engine that `loadEngine` can open by its name. */
export interface EngineProvider {
  /** The name by which it is opened. */
  readonly name: string;
  /**
   * True if `auto` should report that the engine is unavailable, because without it training is slower and the user can
   * install it.
   */
  readonly expected?: boolean;
  /** True for an engine that `auto` does not try. */
  readonly onlyByName?: boolean;
  /**
   * Opens the engine.
   *
   * @throws an error whose first line explains why the engine cannot run here.
   */
  open(options: OpenEngineOptions): Promise<Engine>;
}

/** The engines of tfjs, from the fastest to the one that works everywhere. */
const providers: EngineProvider[] = ['webgpu', 'webgl', 'wasm', 'cpu'].map((name) => ({
  name,
  open: (options) => openTfjs(name, options),
}));

/**
 * Adds an engine before the others, or in the place of the one with the same name. One that `auto` does not try comes last.
 */
export function registerEngine(provider: EngineProvider): void {
  const known = providers.findIndex(({ name }) => name === provider.name);
  if (known >= 0) providers[known] = provider;
  else if (provider.onlyByName === true) providers.push(provider);
  else providers.unshift(provider);
}

/** The engines in the order in which `auto` tries them. */
export function engineProviders(): readonly EngineProvider[] {
  return providers;
}

async function openTfjs(name: string, { wasmPath }: OpenEngineOptions): Promise<Engine> {
  await loadBackend(name, wasmPath);
  if (!(await tf.setBackend(name))) {
    throw new EngineUnavailableError('it could not be initialised');
  }
  return createTfjsEngine(name);
}

async function loadBackend(name: string, wasmPath: string | undefined): Promise<void> {
  switch (name) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      return;
    case 'wasm': {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
      if (wasmPath !== undefined) setWasmPaths(wasmPath);
      // In a cross-origin-isolated page, the threaded build of version 4.22 fails. In Node it is never used.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      patchWasmKernels();
      return;
    }
    case 'webgl':
      if (typeof document === 'undefined' && typeof OffscreenCanvas === 'undefined') {
        throw new Error('it needs a browser');
      }
      await import('@tensorflow/tfjs-backend-webgl');
      return;
    case 'webgpu':
      await assertWebGpu();
      await import('@tensorflow/tfjs-backend-webgpu');
      return;
  }
}

async function assertWebGpu(): Promise<void> {
  const { navigator } = globalThis as {
    navigator?: { readonly gpu?: { requestAdapter(): Promise<object | null> } };
  };
  if (navigator?.gpu === undefined) throw new Error('there is no WebGPU here');
  // tfjs does not check what it gets, and its message would not say what is missing.
  if ((await navigator.gpu.requestAdapter()) === null) {
    throw new Error('WebGPU finds no graphics card here');
  }
}
