/** Models for other programs: ONNX, TensorFlow.js layers, safetensors. */
export { exportFormats, exportModel } from '../export/export-model.js';
export type { ExportFormat } from '../export/export-model.js';
