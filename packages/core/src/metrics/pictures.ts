/** Measures how close two images are: mean squared error, PSNR, SSIM and MS-SSIM. Pixel values are from 0 to 1. */
import { InvalidArgumentError, sizeOf, type Batch } from '@speil/api';
import { structuralSimilarity } from './ssim.js';

/** How close pictures are to their originals, means over pictures. */
export interface PictureScores {
  /** Mean squared error per pixel. */
  readonly mse: number;
  /** Peak signal-to-noise ratio in decibels, 10 log10(1 / mse), of each image, then averaged. */
  readonly psnr: number;
  /** Structural similarity (Wang et al. 2004), averaged over channels, then over images; 1 for equal images. */
  readonly ssim: number;
  /** SSIM over several scales (Wang, Simoncelli & Bovik 2003), averaged in the same way; 1 for equal images. */
  readonly msSsim: number;
}

/** Equal images have an infinite ratio. It counts as this many decibels, so that a mean exists. */
const psnrCeiling = 100;

/** Sums scores over batches of `[batch, height, width, channels]`. */
export class PictureScorer {
  #count = 0;
  #mse = 0;
  #psnr = 0;
  #ssim = 0;
  #msSsim = 0;

  /**
   * Adds pictures and their originals, `[batch, height, width, channels]` with values from 0 to 1.
   *
   * @throws InvalidArgumentError unless both have the same shape `[batch, height, width, channels]`.
   */
  add(originals: Batch, others: Batch): void {
    const [batch, height, width, channels, ...rest] = originals.shape;
    if (
      channels === undefined ||
      rest.length > 0 ||
      originals.shape.join() !== others.shape.join()
    ) {
      throw new InvalidArgumentError(
        `Images must be two batches of the same shape [batch, height, width, channels]. Received: [${originals.shape.join(', ')}] and [${others.shape.join(', ')}].`,
      );
    }
    const size = sizeOf([height!, width!, channels]);
    for (let i = 0; i < batch!; i++) {
      const a = originals.values.subarray(i * size, (i + 1) * size);
      const b = others.values.subarray(i * size, (i + 1) * size);
      const mse = meanSquaredError(a, b);
      this.#count++;
      this.#mse += mse;
      this.#psnr += Math.min(psnrCeiling, -10 * Math.log10(mse));
      const { single, multiple } = structuralSimilarity(a, b, [height!, width!, channels]);
      this.#ssim += single;
      this.#msSsim += multiple;
    }
  }

  /** The scores of all pictures that were added. */
  value(): PictureScores {
    const mean = (total: number): number => total / this.#count;
    return {
      mse: mean(this.#mse),
      psnr: mean(this.#psnr),
      ssim: mean(this.#ssim),
      msSsim: mean(this.#msSsim),
    };
  }
}

/** The mean of the squared differences of two arrays of the same length. */
export function meanSquaredError(a: Float32Array, b: Float32Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i]! - b[i]!) ** 2;
  return total / a.length;
}
