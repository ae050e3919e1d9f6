/**
 * The average reconstruction error of each model over the atlas's 2,000 test digits: the RMS difference of the pixels,
 * where 1 is the difference between black and white. mean-errors.test.ts computes the errors again.
 */
import type { SitePlane } from '../../worker/protocol/images';

export const meanErrors: Readonly<Record<SitePlane, number>> = {
  pca: 0.2341,
  ae: 0.1889,
  vae: 0.1948,
  beta: 0.2005,
  cvae: 0.1806,
};
