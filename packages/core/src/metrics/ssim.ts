/** Structural similarity of two images, at one scale and at several. */

export interface StructuralSimilarity {
  /** SSIM (Wang et al. 2004), 1 for equal images. */
  readonly single: number;
  /** MS-SSIM (Wang, Simoncelli & Bovik 2003), 1 for equal images. */
  readonly multiple: number;
}

const windowSide = 11;
const windowSigma = 1.5;
const c1 = 0.01 ** 2;
const c2 = 0.03 ** 2;

/** Exponents of the scales, from the finest (Wang et al. 2003, section 3.2). */
const exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/**
 * SSIM with the paper's Gaussian window (11 x 11, sigma 1.5, K1 = .01, K2 = .03), over the positions where the window
 * lies inside. An image smaller than the window gets the largest odd window that fits.
 *
 * MS-SSIM halves the image by averages of 2 x 2 pixels as long as the window fits, up to four times. With fewer than
 * five scales the exponents are divided by their sum, so that small images have a value too. This value cannot be
 * compared with that of larger images.
 *
 * @param a `[height, width, channels]`, 0 to 1. @param b an image of the same shape.
 * @returns the means over the channels.
 */
export function structuralSimilarity(
  a: Float32Array,
  b: Float32Array,
  [height, width, channels]: readonly [height: number, width: number, channels: number],
): StructuralSimilarity {
  let [single, multiple] = [0, 0];
  for (let channel = 0; channel < channels; channel++) {
    const scales = compareScales(
      { values: plane(a, channel, channels), height, width },
      { values: plane(b, channel, channels), height, width },
    );
    single += scales[0]!.similarity;
    multiple += combine(scales);
  }
  return { single: single / channels, multiple: multiple / channels };
}

interface Plane {
  readonly values: Float64Array;
  readonly height: number;
  readonly width: number;
}

interface Scale {
  /** Mean of luminance, contrast and structure together. */
  readonly similarity: number;
  /** Mean of contrast and structure alone. */
  readonly structure: number;
}

/** The scales of two images, from the finest. */
function compareScales(x: Plane, y: Plane): readonly Scale[] {
  const scales = [compare(x, y)];
  let [a, b] = [x, y];
  while (scales.length < exponents.length && Math.min(a.height, a.width) >= 2 * windowSide) {
    [a, b] = [halve(a), halve(b)];
    scales.push(compare(a, b));
  }
  return scales;
}

/** Equation 7: luminance counts at the coarsest scale only. A negative mean, of inverted images, counts as 0. */
function combine(scales: readonly Scale[]): number {
  const used = exponents.slice(0, scales.length);
  const total = used.reduce((sum, exponent) => sum + exponent, 0);
  return scales.reduce((product, { similarity, structure }, i) => {
    const value = i === scales.length - 1 ? similarity : structure;
    return product * Math.max(0, value) ** (used[i]! / total);
  }, 1);
}

function compare(x: Plane, y: Plane): Scale {
  const { height, width } = x;
  const fitting = Math.min(windowSide, height, width);
  const kernel = gaussian(fitting % 2 === 1 ? fitting : fitting - 1, windowSigma);
  const blur = (values: Float64Array): Float64Array => filter(values, height, width, kernel);
  const product = (p: Float64Array, q: Float64Array): Float64Array => p.map((v, i) => v * q[i]!);
  const [mx, my] = [blur(x.values), blur(y.values)];
  const xx = blur(product(x.values, x.values));
  const yy = blur(product(y.values, y.values));
  const xy = blur(product(x.values, y.values));
  let [similarity, structure] = [0, 0];
  for (let i = 0; i < mx.length; i++) {
    const [ux, uy] = [mx[i]!, my[i]!];
    const covariance = xy[i]! - ux * uy;
    const variances = xx[i]! - ux * ux + (yy[i]! - uy * uy);
    const contrast = (2 * covariance + c2) / (variances + c2);
    structure += contrast;
    similarity += ((2 * ux * uy + c1) / (ux * ux + uy * uy + c1)) * contrast;
  }
  return { similarity: similarity / mx.length, structure: structure / mx.length };
}

/** The means of 2 x 2 pixels; an odd last row or column is left out. */
function halve({ values, height, width }: Plane): Plane {
  const [rows, columns] = [Math.floor(height / 2), Math.floor(width / 2)];
  const out = new Float64Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const at = 2 * y * width + 2 * x;
      const sum = values[at]! + values[at + 1]! + values[at + width]! + values[at + width + 1]!;
      out[y * columns + x] = sum / 4;
    }
  }
  return { values: out, height: rows, width: columns };
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
