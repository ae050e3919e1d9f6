/** Engines: what executes the mathematics, and how sound and fast each is here. */
export type {
  Engine,
  EngineName,
  Executable,
  Groups,
  HostTensor,
  Resident,
  TensorFunction,
} from './engine.js';
export { engineNames, downloadAll, uploadAll } from './engine.js';
export { loadEngine, probeEngines } from './load.js';
export type { EngineReport, LoadEngineOptions } from './load.js';
export { selfTest } from './self-test.js';
