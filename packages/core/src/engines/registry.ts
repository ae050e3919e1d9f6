/**
 * Which engines there are. Core brings those of tfjs; another (the compiled one) registers itself when an app imports it,
 * and comes before them.
 */
import * as tf from '@tensorflow/tfjs-core';
import { EngineUnavailableError } from '@speil/api';
import type { Engine } from './engine.js';
import { mendWasmKernels } from './kernels/index.js';
import { createTfjsEngine } from './tfjs-engine.js';

export interface OpenEngineOptions {
  readonly wasmPath?: string;
}

export interface EngineProvider {
  readonly name: string;
  /** True where `auto` should tell when it cannot be used: its absence costs speed, and something can be done. */
  readonly expected?: boolean;
  /** @throws an error whose first line says why it cannot run here. */
  open(options: OpenEngineOptions): Promise<Engine>;
}

/** From the fastest where it works to the one that always does. */
const providers: EngineProvider[] = ['webgpu', 'webgl', 'wasm', 'cpu'].map((name) => ({
  name,
  open: (options) => openTfjs(name, options),
}));

/** Puts an engine before those that are there; one of the same name is replaced. */
export function registerEngine(provider: EngineProvider): void {
  const known = providers.findIndex(({ name }) => name === provider.name);
  if (known >= 0) providers.splice(known, 1);
  providers.unshift(provider);
}

/** From the one that `auto` tries first. */
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
      // In a cross-origin-isolated page the threaded build of 4.22 fails; in Node it is never on.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      mendWasmKernels();
      return;
    }
    case 'webgl':
      if (typeof document === 'undefined' && typeof OffscreenCanvas === 'undefined') {
        throw new Error('it needs a browser');
      }
      await import('@tensorflow/tfjs-backend-webgl');
      return;
    case 'webgpu':
      if (!('gpu' in navigatorOf())) throw new Error('there is no WebGPU here');
      await import('@tensorflow/tfjs-backend-webgpu');
      return;
  }
}

function navigatorOf(): object {
  return (globalThis as { navigator?: object }).navigator ?? {};
}
