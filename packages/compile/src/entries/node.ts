/** Executes compiled graphs in Node: with onnxruntime-node, an optional peer dependency, or as machine code. */
export { compile, loadRuntime, useRuntime } from '../node/compile.js';
export type { CompileOptions } from '../node/compile.js';
export { compileNative } from '../native/compile.js';
export type { NativeOptions } from '../native/compile.js';
export { findToolchain } from '../native/toolchain.js';
export type { Toolchain } from '../native/toolchain.js';
export type {
  Executable,
  HostArray,
  HostValue,
  OutputMemory,
  RunOptions,
} from '../runtime/executable.js';
export type { Port } from '../onnx/signature.js';
export type { SharingLimits } from '../loops/sharing.js';
