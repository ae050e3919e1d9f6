import { expect, it } from 'vitest';
import { UsageError } from '../io/exit.js';
import { refuseHardware, refuseThreads } from './engines.js';

it('takes a GPU for no slip of another engine’s name', () => {
  for (const name of ['gpu', 'CUDA']) {
    expect(() => refuseHardware(name)).toThrow('then --engine tfjs-node-gpu. See: speil doctor');
  }
  expect(() => refuseHardware('cpu')).not.toThrow();
});

it('refuses a number of threads that is none, instead of doing without the fast engine', () => {
  expect(() => refuseThreads({ SPEIL_THREADS: 'abc' })).toThrow(UsageError);
  expect(() => refuseThreads({ SPEIL_THREADS: '2' })).not.toThrow();
});
