import { expect, it } from 'vitest';
import { describeFigures } from './figures.js';

it('names scores by their standard terms, and omits those that a plain autoencoder lacks', () => {
  const figures = { elbo: -90.5, kl: 6, iwBound: -89, activeUnits: 20, mse: 0.01, examples: 50 };
  const of = { data: 'a/test', samples: 5, latent: 32 };
  expect(describeFigures(figures, { ...of, variational: true })).toEqual([
    'a/test',
    'ELBO                 -90.500 nats per example',
    'KL                     6.000 nats per example',
    'IWAE bound (k=5)     -89.000 nats per example',
    'active units              20 of 32 latent dimensions',
    'MSE                  0.01000 per pixel',
    'examples                  50',
  ]);
  expect(describeFigures(figures, { ...of, variational: false }).join()).not.toMatch(
    /ELBO|KL|IWAE/u,
  );
});
