import { expect, it } from 'vitest';
import { describeFigures } from './figures.js';

it('names scores by their standard terms, and omits those that a plain autoencoder lacks', () => {
  const figures = { elbo: -90.5, kl: 6, iwBound: -89, activeUnits: 20, mse: 0.01, examples: 50 };
  const of = { data: 'a/test', examples: 50, samples: 5, latent: 32 };
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

it('calls the reconstruction of a squared error by its name, which has no nats', () => {
  const of = { data: 'a/test', examples: 10, samples: 1, variational: false };
  const figures = { reconstruction: 3.5 };
  expect(describeFigures(figures, { ...of, squaredError: true })[1]).toBe(
    'squared error       3.500 per example',
  );
  expect(describeFigures(figures, of)[1]).toMatch(/nats/u);
});

it('shows the gap of each factor beside the mutual information gap', () => {
  const of = { data: 'a/test', examples: 10, samples: 1, variational: true };
  const lines = describeFigures({ mig: 0.3 }, { ...of, gaps: { shape: 0.1, x: 0.5 } });
  expect(lines[1]).toBe('MIG       0.300 shape 0.10, x 0.50');
});

it('shows how much of a codebook is in use', () => {
  const of = { data: 'a/test', examples: 10, samples: 1, variational: false, codebookSize: 256 };
  expect(describeFigures({ codebookUsed: 40, perplexity: 31.5 }, of).slice(1)).toEqual([
    'vectors in use          40 of a codebook of 256',
    'perplexity          31.500 exp of the entropy of the vectors’ shares',
  ]);
});

it('shows the importance-weighted bound only for several samples', () => {
  const of = { data: 'a/test', examples: 10, variational: true };
  const shown = (samples: number) => describeFigures({ iwBound: -89 }, { ...of, samples }).length;
  expect([shown(1), shown(2)]).toEqual([1, 2]);
});

it('says which scores of pictures are means of pictures: PSNR is not that of the mean MSE', () => {
  const of = { data: 'a/test', examples: 10, samples: 1, variational: true };
  const figures = { mse: 0.01, psnr: 20.361, ssim: 0.8, msSsim: 0.9 };
  expect(describeFigures(figures, of).slice(1)).toEqual([
    'MSE         0.01000 per pixel',
    'PSNR         20.361 dB, mean of pictures',
    'SSIM          0.800 mean of pictures',
    'MS-SSIM       0.900 mean of pictures',
  ]);
});
