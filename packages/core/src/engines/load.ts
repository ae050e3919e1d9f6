/**
 * Engines by name. Each is loaded on demand and admitted only after its gradients pass the self-test: backends differ
 * between machines and drivers, and a wrong gradient says nothing.
 */
import * as tf from '@tensorflow/tfjs-core';
import { EngineUnavailableError, UnknownNameError } from '@speil/api';
import { engineNames, type Engine, type EngineName } from './engine.js';
import { mendWasmKernels } from './kernels/index.js';
import { selfTest } from './self-test.js';
import { measureGflops } from './speed.js';
import { createTfjsEngine } from './tfjs-engine.js';

export interface LoadEngineOptions {
  /**
   * Where the browser finds tfjs-backend-wasm's `.wasm` files: a folder's URL ending in `/`. Default: beside the script.
   * Node finds them in the package.
   */
  readonly wasmPath?: string;
  /** False loads an engine for encoding and decoding alone, without gradients and self-test. Default true. */
  readonly training?: boolean;
}

export interface EngineReport {
  readonly name: EngineName;
  readonly available: boolean;
  /** Why it is not available, in one line; empty where it is. */
  readonly reason: string;
  /** Largest relative error of the self-test's gradients; null where the test did not run. */
  readonly selfTest: number | null;
  /** Of a 512^3 matrix product, in billions of operations a second. */
  readonly gflops: number | null;
}

/** From the fastest where it works to the one that always does. */
const preference: readonly EngineName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

const admitted = new Map<string, Promise<Engine>>();

/**
 * @param name an engine, or `auto` for the fastest that passes its self-test here.
 * @throws UnknownNameError for a name that is none, EngineUnavailableError where it cannot run or is unsound.
 */
export async function loadEngine(name: string, options: LoadEngineOptions = {}): Promise<Engine> {
  if (name === 'auto') return loadFirst(options);
  if (!isEngineName(name)) throw new UnknownNameError('engine', name, ['auto', ...engineNames]);
  const key = `${name}/${options.training ?? true}`;
  const loading = admitted.get(key) ?? admit(name, options);
  admitted.set(key, loading);
  try {
    return await loading;
  } catch (error) {
    admitted.delete(key);
    throw error;
  }
}

/** Tries every engine and tells what each can do here. */
export async function probeEngines(options: LoadEngineOptions = {}): Promise<EngineReport[]> {
  const reports: EngineReport[] = [];
  for (const name of preference) {
    try {
      const engine = await loadEngine(name, options);
      const error = await selfTest(engine);
      reports.push({
        name,
        available: true,
        reason: '',
        selfTest: error,
        gflops: await measureGflops(engine),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      reports.push({ name, available: false, reason, selfTest: null, gflops: null });
    }
  }
  return reports;
}

async function loadFirst(options: LoadEngineOptions): Promise<Engine> {
  const reasons: string[] = [];
  for (const name of preference) {
    try {
      return await loadEngine(name, options);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new EngineUnavailableError(`No engine works here. ${reasons.join(' ')}`);
}

async function admit(
  name: EngineName,
  { wasmPath, training = true }: LoadEngineOptions,
): Promise<Engine> {
  // Production mode: without tfjs's own notices on the console.
  tf.enableProdMode();
  if (training) await import('#gradients');
  try {
    await register(name, wasmPath);
    if (!(await tf.setBackend(name))) throw new Error('it could not be initialised');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineUnavailableError(`Engine ${name} is not available: ${firstLine(reason)}.`, {
      cause: error,
    });
  }
  const engine = createTfjsEngine(name);
  if (training) {
    const error = await selfTest(engine);
    if (!(error < selfTest.tolerance)) {
      throw new EngineUnavailableError(
        `Engine ${name} is not sound here: its gradients are off by ${error.toExponential(1)} (at most ${selfTest.tolerance} is allowed).`,
      );
    }
  }
  return engine;
}

async function register(name: EngineName, wasmPath: string | undefined): Promise<void> {
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

function isEngineName(name: string): name is EngineName {
  return (engineNames as readonly string[]).includes(name);
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/\.$/u, '');
}
