/** Engines, which execute the mathematics, and reports on how correct and fast each of them is on this machine. */
export type {
  Engine,
  Executable,
  Groups,
  HostTensor,
  Resident,
  TensorFunction,
} from '../engines/engine.js';
export { downloadAll, uploadAll } from '../engines/engine.js';
export { loadEngine, probeEngines } from '../admission/load.js';
export type { EngineReport, LoadEngineOptions, ProbeOptions } from '../admission/load.js';
export { engineProviders, registerEngine } from '../engines/registry.js';
export type { EngineProvider, OpenEngineOptions } from '../engines/registry.js';
export { selfTest } from '../admission/self-test.js';
