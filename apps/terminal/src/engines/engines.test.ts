import { expect, it } from 'vitest';
import { UsageError } from '../io/exit.js';
import { refuseHardware, refuseThreads } from './engines.js';

it('does not treat gpu or cuda as a misspelt engine name', () => {
  for (const name of ['gpu', 'CUDA']) {
    expect(() => refuseHardware(name)).toThrow('then --engine tfjs-node-gpu. See: speil doctor');
  }
  expect(() => refuseHardware('cpu')).not.toThrow();
});

it('rejects an invalid number of threads instead of using a slower engine', () => {
  expect(() => refuseThreads({ SPEIL_THREADS: 'abc' })).toThrow(UsageError);
  expect(() => refuseThreads({ SPEIL_THREADS: '2' })).not.toThrow();
});
