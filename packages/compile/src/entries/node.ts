/** Executes compiled graphs in Node with onnxruntime-node, an optional peer dependency. */
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
