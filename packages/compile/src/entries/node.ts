/** Compiled graphs in Node, run by onnxruntime-node, an optional peer. */
export { compile, loadRuntime, useRuntime } from '../node/compile.js';
export type { CompileOptions } from '../node/compile.js';
export type {
  Executable,
  HostArray,
  HostValue,
  OutputMemory,
  RunOptions,
} from '../runtime/executable.js';
export type { Port } from '../onnx/signature.js';
