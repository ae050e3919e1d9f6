import { engineContract } from '@speil/testing';
import { downloadAll, uploadAll } from '../engines/engine.js';
import { loadEngine } from './load.js';
import { registerOnnxEngine } from '../engines/onnx/index.js';
import { selfTestInputs, selfTestStep } from './self-test.js';

/** The results of the cpu engine are the reference. */
async function reference() {
  const cpu = await loadEngine('cpu');
  const residents = Object.fromEntries(
    Object.entries(selfTestInputs()).map(([group, values]) => [group, uploadAll(cpu, values)]),
  );
  const outputs = await cpu.compile(selfTestStep)(residents);
  const entries = Object.entries(outputs).map(
    async ([group, values]) => [group, await downloadAll(cpu, values)] as const,
  );
  const values = Object.fromEntries(await Promise.all(entries));
  cpu.release(residents);
  cpu.release(outputs);
  return values;
}

registerOnnxEngine();

for (const name of ['cpu', 'wasm', 'onnx']) {
  engineContract(name, {
    load: () => loadEngine(name),
    cases: [{ fn: selfTestStep, inputs: selfTestInputs(), expected: reference }],
  });
}
