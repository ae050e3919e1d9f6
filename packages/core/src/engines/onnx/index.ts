/// <reference types="node" />
/**
 * The compiled engine for Node, registered by the apps that use it. `@speil/compile` and `onnxruntime-node`
 * are optional peers; without them, loading the engine explains how to install them.
 */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from '@speil/api';
import { compile, loadRuntime, useRuntime } from '@speil/compile/node';
import { createCompiledEngine } from '../compiled/engine.js';
import type { Engine } from '../engine.js';
import { registerEngine } from '../registry.js';

/** How the compiled engine runs. */
export interface OnnxEngineOptions {
  /** Threads of one run. */
  readonly threads: number;
  /** A cache folder for compiled graphs. Default: no cache. */
  readonly cache?: string;
  /** Version of the runtime, which the engine names as its own. */
  readonly version?: string;
}

/** Makes the engine that compiles each tensor function to one ONNX graph and runs it with onnxruntime. */
export function createOnnxEngine(options: OnnxEngineOptions): Engine {
  return createCompiledEngine({ name: 'onnx', compile, ...options });
}

/** More threads than this do not speed up models of the usual sizes. */
const mostThreads = 8;

/**
 * Number of threads that the engine uses: `SPEIL_THREADS`, or the number of the machine's cores, at most 8. Runs with
 * the same number of threads give bit-identical results.
 *
 * @throws InvalidArgumentError for a SPEIL_THREADS that is not a positive integer.
 */
export function threadsOf(environment: Readonly<Record<string, string | undefined>>): number {
  const { SPEIL_THREADS: given } = environment;
  if (given === undefined || given === '') return Math.min(mostThreads, availableParallelism());
  const threads = Number(given);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 256) return threads;
  throw new InvalidArgumentError(
    `SPEIL_THREADS must be a whole number from 1 to 256. Received: SPEIL_THREADS=${given}.`,
  );
}

/** How the compiled engine is registered. */
export interface RegisterOptions {
  /** A cache folder for compiled graphs. Default: no cache. */
  readonly cache?: string;
  /** Returns the onnxruntime module. Default: the package `onnxruntime-node`. */
  readonly runtime?: () => unknown;
}

/** Registers the engine for `loadEngine`, as the first one that `auto` tries. */
export function registerOnnxEngine({ cache, runtime }: RegisterOptions = {}): void {
  if (runtime !== undefined) useRuntime(runtime);
  registerEngine({
    name: 'onnx',
    expected: true,
    async open() {
      const threads = threadsOf(process.env);
      const { env } = await loadRuntime();
      const version = env.versions.node ?? env.versions.common;
      return createOnnxEngine({ threads, version, ...(cache !== undefined && { cache }) });
    },
  });
}
