/**
 * Loads engines by name. Each engine is loaded on demand, and admitted only if its gradients pass the self-test:
 * backends differ between machines and drivers, and a wrong gradient raises no error.
 */
import * as tf from '@tensorflow/tfjs-core';
import { EngineUnavailableError, UnknownNameError } from '@speil/api';
import type { Engine } from '../engines/engine.js';
import { engineProviders, type EngineProvider } from '../engines/registry.js';
import { selfTest } from './self-test.js';
import { measureGflops } from '../engines/speed.js';

/** How an engine is loaded. */
export interface LoadEngineOptions {
  /**
   * The URL of the folder with tfjs-backend-wasm's `.wasm` files, ending in `/`. Default: the folder of the script.
   * Node finds them in the package.
   */
  readonly wasmPath?: string;
  /** If false, the engine is loaded only for encoding and decoding, without gradients and self-test. Default true. */
  readonly training?: boolean;
  /** Called with a reason of one line when `auto` could not use an engine that was expected to work here. */
  readonly onFallback?: (reason: string) => void;
}

/** How engines are tried. */
export interface ProbeOptions extends LoadEngineOptions {
  /** Called before each engine is tried, with its name, the number of engines done, and the total. */
  readonly onProbe?: (name: string, done: number, total: number) => void;
}

/** What an engine does on this machine: whether it works, how exactly and how fast. */
export interface EngineReport {
  /** The engine's name. */
  readonly name: string;
  /** Whether it can run here. */
  readonly available: boolean;
  /** Why it is not available, in one line; empty if it is available. */
  readonly reason: string;
  /** Largest relative error of the self-test's gradients; null if the test did not run. */
  readonly selfTest: number | null;
  /** Speed of a product of two 512 x 512 matrices, in billions of operations per second. */
  readonly gflops: number | null;
}

const admitted = new Map<string, Promise<Engine>>();

/**
 * Loads an engine. One that is to train is admitted only if its gradients pass the self-test.
 *
 * @param name an engine, or `auto` for the fastest that passes its self-test here.
 * @throws UnknownNameError for an unknown name; EngineUnavailableError if the engine cannot run here or its gradients
 *   are wrong.
 */
export async function loadEngine(name: string, options: LoadEngineOptions = {}): Promise<Engine> {
  if (name === 'auto') return loadFirst(options);
  const provider = engineProviders().find((one) => one.name === name);
  if (provider === undefined) {
    const names = engineProviders().map((one) => one.name);
    throw new UnknownNameError('engine', name, ['auto', ...names]);
  }
  const key = `${name}/${options.training ?? true}`;
  const loading = admitted.get(key) ?? admit(provider, options);
  admitted.set(key, loading);
  try {
    return await loading;
  } catch (error) {
    admitted.delete(key);
    throw error;
  }
}

/** Tries every engine, and reports whether it works here and how fast it is. */
export async function probeEngines({ onProbe, ...options }: ProbeOptions = {}): Promise<
  EngineReport[]
> {
  const reports: EngineReport[] = [];
  for (const { name } of engineProviders()) {
    onProbe?.(name, reports.length, engineProviders().length);
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
  for (const { name, expected, onlyByName } of engineProviders()) {
    if (onlyByName === true) continue;
    try {
      return await loadEngine(name, options);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (expected === true) options.onFallback?.(reason);
      reasons.push(reason);
    }
  }
  throw new EngineUnavailableError(`No engine works here. ${reasons.join(' ')}`);
}

async function admit(
  provider: EngineProvider,
  { training = true, ...options }: LoadEngineOptions,
): Promise<Engine> {
  const { name } = provider;
  // Production mode silences tfjs's messages on the console.
  tf.enableProdMode();
  if (training) await import('#gradients');
  let engine: Engine;
  try {
    engine = await provider.open(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineUnavailableError(`Engine ${name} is not available: ${firstLine(reason)}.`, {
      cause: error,
    });
  }
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

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/\.$/u, '');
}
