/// <reference types="node" />
/**
 * The compiled engine for Node, registered by the apps that use it. `@speil/compile` and `onnxruntime-node`
 * are optional peers; without them, loading the engine explains how to install them.
 */
import { availableParallelism } from 'node:os';
import { neg } from '@tensorflow/tfjs-core';
import { EngineUnavailableError, InvalidArgumentError } from '@speil/api';
import { trace } from '@speil/compile';
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

/** Makes the same engine on the GPU, by the WebGPU provider of onnxruntime. Values return to the host after each run. */
export function createOnnxWebGpuEngine(options: Omit<OnnxEngineOptions, 'cache'>): Engine {
  return createCompiledEngine({
    name: 'onnx-webgpu',
    compile: (graph, given) => compile(graph, { ...given, provider: 'webgpu' }),
    ...options,
  });
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

/** Registers the engines for `loadEngine`: `onnx` as the first one that `auto` tries, and `onnx-webgpu` on request. */
export function registerOnnxEngine({ cache, runtime }: RegisterOptions = {}): void {
  if (runtime !== undefined) useRuntime(runtime);
  const settings = async (): Promise<OnnxEngineOptions> => {
    const threads = threadsOf(process.env);
    const { env } = await loadRuntime();
    return { threads, version: env.versions.node ?? env.versions.common };
  };
  registerEngine({
    name: 'onnx',
    expected: true,
    async open() {
      return createOnnxEngine({ ...(await settings()), ...(cache !== undefined && { cache }) });
    },
  });
  registerEngine({
    name: 'onnx-webgpu',
    onlyByName: true,
    async open() {
      await requireAdapter();
      return createOnnxWebGpuEngine(await settings());
    },
  });
}

const noAdapter =
  'there is no GPU that WebGPU can use: it needs a driver for Vulkan, Metal or Direct3D 12';

/** @throws EngineUnavailableError if WebGPU has no adapter. */
async function requireAdapter(): Promise<void> {
  if (!hasVulkanLoader()) throw new EngineUnavailableError(noAdapter);
  const negative = trace(({ x }) => ({ y: neg(x!) }), { x: { shape: [1] } });
  try {
    const probe = await compile(negative, { provider: 'webgpu' });
    await probe.dispose();
  } catch (error) {
    const isMissing = error instanceof Error && error.message.includes('adapter');
    throw isMissing ? new EngineUnavailableError(noAdapter, { cause: error }) : error;
  }
}

/** Whether Linux has the library that finds drivers. Without it, the runtime writes its own lines to the terminal. */
function hasVulkanLoader(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    process.dlopen({ exports: {} }, 'libvulkan.so.1');
  } catch (error) {
    // A library that is no addon of Node is found, and then refused.
    return !(error instanceof Error && error.message.includes('cannot open shared object file'));
  }
  return true;
}
