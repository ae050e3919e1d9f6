/** Executes compiled graphs as WebAssembly that is assembled on the spot, in a page or in Node, without any runtime. */
export { compileWasm, hasVectors, type WasmCompileOptions } from '../wasm/compile.js';
export type { Executable, HostArray, HostValue, RunOptions } from '../runtime/executable.js';
export type { Port } from '../onnx/signature.js';
export type { SharingLimits } from '../loops/sharing.js';
