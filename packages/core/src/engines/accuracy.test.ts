/** Whole models on machine code and on WebAssembly: their weights stay close to those of the cpu engine. */
import { findToolchain } from '@speil/compile/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { familyNamed } from '../testing/families.js';
import { largestDifference, weightsAfter } from '../testing/trained.js';
import type { Engine } from './engine.js';
import { createNativeEngine } from './native/index.js';
import { createWasmEngine } from './wasm/index.js';

const hasCompiler = (await findToolchain()) !== undefined;

/** Of dense layers, of convolutions, of recurrent layers; with several samples, an adversary, a codebook and its prior. */
const families = ['tiny-vae', 'residual', 'lstm', 'importance', 'adversarial', 'vq', 'sequence'];

describe.each(families)('the weights of %s', (name) => {
  const family = familyNamed(name);
  let expected: Awaited<ReturnType<typeof weightsAfter>>;
  beforeAll(async () => {
    expected = await weightsAfter(await loadEngine('cpu'), family, [1, 100]);
  });

  async function expectNear(engine: Engine): Promise<void> {
    const [first, hundredth] = await weightsAfter(engine, family, [1, 100]);
    const [expectedFirst, expectedHundredth] = expected;
    // With equal weights there would be nothing to see.
    expect(largestDifference(expectedFirst!, expectedHundredth!)).toBeGreaterThan(0.01);
    expect(largestDifference(expectedFirst!, first!)).toBeLessThan(1e-5);
    expect(largestDifference(expectedHundredth!, hundredth!)).toBeLessThan(1e-4);
  }

  it.skipIf(!hasCompiler)(
    'are within 1e-5 of those of cpu after one step and within 1e-4 after 100 on native',
    () => expectNear(createNativeEngine({ threads: 2 })),
  );

  it('are within 1e-5 of those of cpu after one step and within 1e-4 after 100 on wasm', () =>
    expectNear(createWasmEngine({ otherwise: () => loadEngine('cpu') })));
});
