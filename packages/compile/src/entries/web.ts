/** Executes compiled graphs in a browser with onnxruntime-web, an optional peer dependency. */
export { compile } from '../web/compile.js';
export type { CompileWebOptions } from '../web/compile.js';
export type { Executable, HostArray, HostValue, RunOptions } from '../runtime/executable.js';
export type { Port } from '../onnx/signature.js';
