/// <reference types="node" />
/**
 * The native engine for Node: tensor functions become machine code, made by the C compiler of this machine. What has no loops is
 * run by onnxruntime, and so is what runs rarely, such as the last, smaller batch of an epoch, because a compilation takes
 * seconds.
 */
import { EngineUnavailableError } from '@speil/api';
import { CompileError, type Graph } from '@speil/compile';
import {
  compile,
  compileNative,
  findToolchain,
  loadRuntime,
  type CompileOptions,
  type Executable,
} from '@speil/compile/node';
import { createCompiledEngine } from '../compiled/engine.js';
import type { Engine } from '../engine.js';
import { threadsOf, type OnnxEngineOptions, type RegisterOptions } from '../onnx/index.js';
import { registerEngine } from '../registry.js';

/** Makes the engine that compiles tensor functions to machine code. */
export function createNativeEngine(options: OnnxEngineOptions): Engine {
  return createCompiledEngine({ name: 'native', compile: compileHere, ...options });
}

/** Registers the engine for `loadEngine`, as the first one that `auto` tries. */
export function registerNativeEngine({ cache }: Pick<RegisterOptions, 'cache'> = {}): void {
  registerEngine({
    name: 'native',
    async open() {
      const threads = threadsOf(process.env);
      const toolchain = await findToolchain();
      if (toolchain === undefined) {
        throw new EngineUnavailableError('there is no C compiler: install gcc or clang');
      }
      await loadRuntime();
      const { version } = toolchain;
      return createNativeEngine({ threads, version, ...(cache !== undefined && { cache }) });
    },
  });
}

/** Whether the compiler has made a program that runs. */
let works = false;

async function compileHere(graph: Graph, options: CompileOptions): Promise<Executable> {
  if (graph.open === undefined && options.keepMemory === false) return compile(graph, options);
  try {
    const made = await compileNative(graph, options);
    works = true;
    return made;
  } catch (error) {
    // A compiler that fails at the first program, that of the self-test, makes the engine unavailable.
    const isMissing = error instanceof CompileError && error.code === 'unsupported-kernel';
    if (!isMissing && !works) throw error;
    return compile(graph, options);
  }
}
