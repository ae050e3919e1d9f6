/** Compiled graphs in a browser, run by onnxruntime-web, an optional peer. */
export { compile } from '../web/compile.js';
export type { CompileWebOptions } from '../web/compile.js';
export type { Executable, HostArray, HostValue, RunOptions } from '../runtime/executable.js';
export type { Port } from '../onnx/signature.js';
