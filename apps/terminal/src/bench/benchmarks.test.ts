import { UnknownNameError } from '@speil/api';
import { expect, it } from 'vitest';
import { lstmVae } from './user-lstm.js';
import { melodyVae } from './melody.js';
import { colourVae, convVae, denseVae, type BenchModel } from './models.js';
import { operationsOf, stepsOf, defaultBenchmarks, findBenchmark } from './benchmarks.js';

it('knows the default benchmarks, and other sizes of decoding and products', () => {
  expect(defaultBenchmarks.map((name) => findBenchmark(name).examples)).toEqual([
    128, 128, 64, 64, 64, 1, 225, 10_000, 1,
  ]);
  expect(findBenchmark('decode:7')).toMatchObject({ kind: 'decoding', count: 7 });
  expect(findBenchmark('decode:100000').title).toBe('decode 100,000 (2-512-784)');
  expect(operationsOf(findBenchmark('product:10'))).toBe(2000);
  expect(operationsOf(findBenchmark('dense'))).toBeUndefined();
});

it.each(['desne', '', 'decode', 'decode:0', 'decode:-1', 'decode:1e3', 'product:4097', 'dense:1'])(
  'rejects %j and lists what exists',
  (name) => {
    expect(() => findBenchmark(name)).toThrow(UnknownNameError);
    expect(() => findBenchmark(name)).toThrow(
      'decode:N takes N from 1 to 100,000, product:N to 4,096.',
    );
  },
);

it('takes fewer steps per turn if a step takes longer', () => {
  const turns = (slow: boolean): number[] =>
    defaultBenchmarks.map((name) => stepsOf(findBenchmark(name), slow));
  expect(turns(false)).toEqual([12, 3, 3, 6, 6, 2000, 40, 3, 5]);
  expect(turns(true)).toEqual([12, 1, 1, 1, 1, 2000, 40, 3, 5]);
  expect(stepsOf(findBenchmark('product:4096'), false)).toBe(1);
});

it.each([denseVae, convVae, colourVae, lstmVae, melodyVae])(
  'hands its old weights over in each step, so that none are left for the garbage collector: %o',
  (make) => {
    expect(make().step.consumes).toEqual(['variables', 'optimizer']);
  },
);

it.each<[string, () => BenchModel, number]>([
  // The sum of 784*512+512, twice 512*2+2, 2*512+512 and 512*784+784.
  ['dense', denseVae, 807_700],
  // The sum of 69,076 and 65,089 in the summary of the Keras example.
  ['conv', convVae, 134_165],
  // As in tools/bench/pytorch.py: PyTorch counts 1,066,308.
  ['colour', colourVae, 733_172],
  // The sum of twice (90+256)*1024+1024, twice 512*128+128, 128*512+512, (218+256)*1024+1024 and 256*90+90.
  ['lstm', lstmVae, 1_417_562],
  // The sum of twice (90+256)*1024+1024, twice 512*32+32, 32*512+512, (122+256)*1024+1024 and 256*90+90.
  ['melody', melodyVae, 1_171_610],
])('has as many parameters as the published model: %s', (_, make, parameters) => {
  const { variables } = make().inputs;
  const sizes = Object.values(variables).map(({ values }) => values.length);
  expect(sizes.reduce((a, b) => a + b, 0)).toBe(parameters);
});
