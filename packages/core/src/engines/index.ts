/** Engines: what executes the mathematics, and how sound and fast each is here. */
export type { Engine, Executable, Groups, HostTensor, Resident, TensorFunction } from './engine.js';
export { downloadAll, uploadAll } from './engine.js';
export { loadEngine, probeEngines } from './load.js';
export type { EngineReport, LoadEngineOptions } from './load.js';
export { registerEngine } from './registry.js';
export type { EngineProvider, OpenEngineOptions } from './registry.js';
export { selfTest } from './self-test.js';
