import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchSizes,
  datasets,
  engineChoices,
  families,
  latentSizes,
  networks,
  noises,
} from '../../../worker/protocol/train';
import { decodeLink, encodeLink } from './link';
import { scales } from './scales';
import { defaultLink } from './state';

const links = fc.record({
  data: fc.constantFrom(...datasets),
  family: fc.constantFrom(...families),
  network: fc.constantFrom(...networks),
  latents: fc.integer({ min: latentSizes.least, max: latentSizes.most }),
  batchSize: fc.constantFrom(...batchSizes),
  learningRate: fc.constantFrom(...scales.learningRate.values),
  beta: fc.constantFrom(...scales.beta.values),
  seed: fc.integer({ min: 0, max: 99_999 }),
  engine: fc.constantFrom(...engineChoices),
  noise: fc.constantFrom(...noises),
});

describe('a link to a training', () => {
  it('restores all of its settings', () => {
    fc.assert(
      fc.property(links, (link) => {
        expect(decodeLink(encodeLink(link)) ?? defaultLink).toEqual(link);
      }),
    );
  });

  it('is empty for the default settings', () => {
    expect(encodeLink(defaultLink)).toBe('');
  });

  it('keeps the defaults where a part is invalid', () => {
    expect(decodeLink('#model=gan&latents=1e9&rate=-1&beta=<b>&seed=123456&batch=0')).toEqual(
      defaultLink,
    );
    expect(decodeLink('#latents=33&engine=gpu')).toEqual(defaultLink);
    expect(decodeLink('#latents=8&beta=NaN')).toEqual({ ...defaultLink, latents: 8 });
  });
});
