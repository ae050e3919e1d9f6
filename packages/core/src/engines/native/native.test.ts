/** Trains small models on machine code, and compares them with the same training on the cpu engine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findToolchain } from '@speil/compile/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../../admission/load.js';
import { selfTest } from '../../admission/self-test.js';
import { tinyFamilies } from '../../testing/families.js';
import { trainedApart } from '../../testing/trained.js';
import type { Engine } from '../engine.js';
import { createNativeEngine } from './index.js';

const hasCompiler = (await findToolchain()) !== undefined;

describe.skipIf(!hasCompiler)('the native engine', () => {
  let cpu: Engine;
  let native: Engine;
  let cache: string;
  beforeAll(async () => {
    cpu = await loadEngine('cpu');
    cache = await mkdtemp(join(tmpdir(), 'native-engine-'));
    native = createNativeEngine({ threads: 2, cache });
  });
  afterAll(() => rm(cache, { recursive: true, force: true }));

  it('passes the self-test that admits engines', async () => {
    expect(await selfTest(native)).toBeLessThan(1e-4);
  }, 60_000);

  it.each(tinyFamilies.filter((_, i) => i % 4 === 0).map((one) => [one.spec.name, one] as const))(
    'trains %s like the cpu engine, and leaves nothing behind',
    async (_, one) => {
      const before = native.memory();
      expect(await trainedApart(cpu, native, one)).toBeLessThan(1e-4);
      expect(native.memory()).toEqual(before);
    },
    60_000,
  );
});
