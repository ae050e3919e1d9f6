/** An engine is compared closely with its own golden outputs, and any other with the reference. */
import type { Engine } from '@speil/api';
import { expect, it } from 'vitest';
import { failedChecks, recordEngines } from '../publishing/compare-engines.js';
import { compareOwn, ownValues, type EngineGolden } from './engine-golden.js';

const engine = { name: 'gpu', version: '1.2.0' } as Engine;

/** The latents of a reference whose limits are those of pictures. */
const check = (difference: number) => ({
  ...{ name: 'latents', difference, most: 5e-4, close: 5e-5 },
});

const record = (change: Partial<EngineGolden> = {}): EngineGolden => ({
  ...{ engine: 'gpu', version: '1.2.0', processor: process.arch },
  differences: { latents: 2e-3 },
  values: { latents: [0.5, -1] },
  ...change,
});

const compare = (recorded: readonly EngineGolden[] | undefined, difference: number, own = 0.5) =>
  compareOwn(engine, recorded, [check(difference)], { latents: [own, -1] });

it('compares a coarse engine with itself: what it computed before passes, further from it fails', () => {
  expect(failedChecks([compare([record()], 2e-3)])).toEqual([]);
  expect(failedChecks([compare([record()], 2.1e-3)])).toMatchObject([{ name: 'latents' }]);
  expect(failedChecks([compare([record()], 2e-3, 0.5001)])).toMatchObject([
    { name: 'latents, own values', most: 5e-5 },
  ]);
});

it('compares a precise engine more closely than others are', () => {
  const precise = record({ differences: { latents: 1e-5 } });
  expect(failedChecks([compare([precise], 4e-4)])).toHaveLength(1);
  expect(failedChecks([compare([precise], 5e-5)])).toEqual([]);
  // Near the limit of all engines, its own outputs do not extend it.
  const near = record({ differences: { latents: 4.9e-4 } });
  expect(compare([near], 0).checks[0]).toMatchObject({ most: 5e-4 });
});

it.each([
  ['another version', record({ version: '1.3.0' })],
  ['another processor', record({ processor: 'z80' })],
  ['another engine', record({ engine: 'cpu' })],
])('compares with the reference if the package has golden outputs of %s', (_, recorded) => {
  const { isOwn, checks } = compare([recorded], 4e-4);
  expect(isOwn).toBe(false);
  expect(checks).toEqual([{ name: 'latents', difference: 4e-4, most: 5e-4 }]);
});

it('a record of a stranger cannot allow any difference', () => {
  const careless = record({ differences: { latents: 1e9 }, values: {} });
  expect(failedChecks([compare([careless], 1)])).toHaveLength(1);
});

it('takes a few values of a posterior, unrounded and spread evenly', () => {
  const values = Float32Array.from({ length: 16 }, (_, i) => i + 0.1);
  const mean = { shape: [4, 4], values };
  expect(
    ownValues({
      kind: 'gaussian',
      mean,
      logVariance: { shape: [1, 1], values: values.subarray(0, 1) },
    }),
  ).toEqual({
    latents: [1, 3, 5, 7, 9, 11, 13, 15].map((i) => Number(Math.fround(i + 0.1).toPrecision(9))),
    'log variances': [Number(Math.fround(0.1).toPrecision(9))],
  });
  expect(ownValues({ kind: 'vq', indices: mean, codebookSize: 20 })).toEqual({});
});

const file = (golden: object): Uint8Array => new TextEncoder().encode(JSON.stringify(golden));
const recorded = (bytes: Uint8Array) =>
  (JSON.parse(new TextDecoder().decode(bytes)) as { engines: EngineGolden[] }).engines;

it('packing adds a coarse engine, replaces its other version and keeps other processors', () => {
  const old = [record({ version: '1.1.0' }), record({ processor: 'z80' })];
  const engines = recorded(
    recordEngines(file({ mean: 1, engines: old }), [compare(old, 2e-3)], 'm'),
  );
  expect(engines).toEqual([record({ processor: 'z80' }), record()]);
});

it('packing keeps what an engine has reproduced', () => {
  const before = [record()];
  const engines = recorded(
    recordEngines(file({ engines: before }), [compare(before, 2.01e-3, 0.50001)], 'm'),
  );
  expect(engines).toEqual(before);
});

it('packing refuses an engine that is at fault, in one line', () => {
  expect(() => recordEngines(file({}), [compare([], 6e-3)], 'm')).toThrow(
    /^The engines of this machine disagree, so m was not packed: on gpu, latents differ by 0\.006; expected at most 0\.005\. See: speil doctor$/u,
  );
  const own = [record()];
  expect(() => recordEngines(file({ engines: own }), [compare(own, 3e-3)], 'm')).toThrow(
    /disagree/u,
  );
});
