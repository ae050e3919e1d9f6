/** Traces tfjs code into a graph. `/node` and `/web` execute it; `toOnnx` exports it. */
export { CompileError } from '../ir/errors.js';
export type { CompileErrorCode } from '../ir/errors.js';
export type { DType, Graph } from '../ir/graph.js';
export { toOnnx } from '../onnx/export.js';
export type { OnnxOptions } from '../onnx/export.js';
export { trace } from '../tracer/trace.js';
export type { InputSpec, TensorMap, TraceOptions } from '../tracer/trace.js';
