/** Measures how close two images are: mean squared error, PSNR and SSIM. Pixel values are from 0 to 1. */
import { InvalidArgumentError, sizeOf, type Batch } from '@speil/api';

export interface PictureScores {
  /** Mean squared error per pixel. */
  readonly mse: number;
  /** Peak signal-to-noise ratio in decibels, 10 log10(1 / mse), of each image, then averaged. */
  readonly psnr: number;
  /** Structural similarity (Wang et al. 2004), averaged over channels, then over images; 1 for equal images. */
  readonly ssim: number;
}

/** Equal images have an infinite ratio. It counts as this many decibels, so that a mean exists. */
const psnrCeiling = 100;

/** Sums scores over batches of `[batch, height, width, channels]`. */
export class PictureScorer {
  #count = 0;
  #mse = 0;
  #psnr = 0;
  #ssim = 0;

  /** @throws InvalidArgumentError unless both have the same shape `[batch, height, width, channels]`. */
  add(originals: Batch, others: Batch): void {
    const [batch, height, width, channels, ...rest] = originals.shape;
    if (
      channels === undefined ||
      rest.length > 0 ||
      originals.shape.join() !== others.shape.join()
    ) {
      throw new InvalidArgumentError(
        `Images must be two batches of one shape [batch, height, width, channels]. Received: [${originals.shape.join(', ')}] and [${others.shape.join(', ')}].`,
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
      this.#ssim += ssim(a, b, height!, width!, channels);
    }
  }

  value(): PictureScores {
    const mean = (total: number): number => total / this.#count;
    return { mse: mean(this.#mse), psnr: mean(this.#psnr), ssim: mean(this.#ssim) };
  }
}

export function meanSquaredError(a: Float32Array, b: Float32Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i]! - b[i]!) ** 2;
  return total / a.length;
}

const windowSide = 11;
const windowSigma = 1.5;
const c1 = 0.01 ** 2;
const c2 = 0.03 ** 2;

/**
 * Mean SSIM with the paper's Gaussian window (11 x 11, sigma 1.5, K1 = .01, K2 = .03), over the positions where the
 * window is inside the image. For an image that is smaller than the window, the largest odd window that fits is used.
 */
export function ssim(
  a: Float32Array,
  b: Float32Array,
  height: number,
  width: number,
  channels = 1,
): number {
  const fitting = Math.min(windowSide, height, width);
  const kernel = gaussian(fitting % 2 === 1 ? fitting : fitting - 1, windowSigma);
  let total = 0;
  for (let channel = 0; channel < channels; channel++) {
    const x = plane(a, channel, channels);
    const y = plane(b, channel, channels);
    const blur = (values: Float64Array): Float64Array => filter(values, height, width, kernel);
    const product = (p: Float64Array, q: Float64Array): Float64Array => p.map((v, i) => v * q[i]!);
    const [mx, my] = [blur(x), blur(y)];
    const [xx, yy, xy] = [blur(product(x, x)), blur(product(y, y)), blur(product(x, y))];
    let sum = 0;
    for (let i = 0; i < mx.length; i++) {
      const [ux, uy] = [mx[i]!, my[i]!];
      const covariance = xy[i]! - ux * uy;
      const variances = xx[i]! - ux * ux + (yy[i]! - uy * uy);
      sum +=
        ((2 * ux * uy + c1) * (2 * covariance + c2)) /
        ((ux * ux + uy * uy + c1) * (variances + c2));
    }
    total += sum / mx.length;
  }
  return total / channels;
}

function plane(values: Float32Array, channel: number, channels: number): Float64Array {
  const out = new Float64Array(values.length / channels);
  for (let i = 0; i < out.length; i++) out[i] = values[i * channels + channel]!;
  return out;
}

function gaussian(side: number, sigma: number): Float64Array {
  const middle = (side - 1) / 2;
  const raw = Float64Array.from({ length: side }, (_, i) =>
    Math.exp(-((i - middle) ** 2) / (2 * sigma ** 2)),
  );
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

/** A separable filter over the positions where the kernel is inside the image. */
function filter(
  values: Float64Array,
  height: number,
  width: number,
  kernel: Float64Array,
): Float64Array {
  const outWidth = width - kernel.length + 1;
  const outHeight = height - kernel.length + 1;
  const across = new Float64Array(height * outWidth);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < outWidth; x++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * values[y * width + x + k]!;
      across[y * outWidth + x] = sum;
    }
  }
  const down = new Float64Array(outHeight * outWidth);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * across[(y + k) * outWidth + x]!;
      down[y * outWidth + x] = sum;
    }
  }
  return down;
}
