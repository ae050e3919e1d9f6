/**
 * The mutual information gap (Chen et al. 2018, section 4). For each factor from which the data were generated, it is
 * the information of the best latent dimension on that factor minus that of the second best. It is 1 if each factor has
 * its own dimension, and 0 if none has.
 */
import { InvalidArgumentError, type Batch, type Factors } from '@speil/api';
import { rowsOf } from './rows.js';

/** How far each factor has a latent dimension of its own (Chen et al. 2018, section 4). */
export interface MutualInformationGap {
  /** Mean over the factors that vary among the items; 0 if none does. */
  readonly mig: number;
  /** The gap of each factor, in the order of the factors' names; null for a factor that does not vary. */
  readonly gaps: readonly (number | null)[];
  /** Mutual information of each dimension and factor in nats, `[latent][factor]`. */
  readonly information: readonly (readonly number[])[];
}

/**
 * Latents are counted in equal bins between the smallest and the largest value of a dimension, as in Locatello et al.
 * 2019 (appendix C). The results depend on the number of bins, so report that number too.
 *
 * @param latents posterior means, `[n, latent]`, at least two dimensions.
 * @param factors the factors of the same n items.
 */
export function mutualInformationGap(
  latents: Batch,
  factors: Factors,
  { bins = 20 }: { readonly bins?: number } = {},
): MutualInformationGap {
  const { count, width, values } = rowsOf(latents, 'The number of latents', 2);
  const kinds = factors.names.length;
  if (factors.values.length !== count * kinds || width < 2) {
    throw new InvalidArgumentError(
      `There must be latents of at least two numbers and ${kinds} factors per example. Received: ${count} latents of ${width}, ${factors.values.length / kinds} items of factors.`,
    );
  }
  const columns = Array.from({ length: width }, (_, i) =>
    binned(
      Float64Array.from({ length: count }, (_row, n) => values[n * width + i]!),
      bins,
    ),
  );
  const truths = factors.sizes.map((_, f) =>
    Uint32Array.from({ length: count }, (_row, n) => factors.values[n * kinds + f]!),
  );
  const information = columns.map((column) =>
    truths.map((truth, f) => mutualInformation(column, bins, truth, factors.sizes[f]!)),
  );
  const gaps = truths.map((truth, f) => {
    // A factor that does not vary carries no information, such as the colour in dSprites.
    if (truth.every((value) => value === truth[0])) return null;
    const entropy = mutualInformation(truth, factors.sizes[f]!, truth, factors.sizes[f]!);
    const [best, next] = information.map((row) => row[f]!).sort((a, b) => b - a);
    return (best! - next!) / entropy;
  });
  const known = gaps.filter((gap) => gap !== null);
  const total = known.reduce((a, b) => a + b, 0);
  return { mig: total / Math.max(1, known.length), gaps, information };
}

function binned(column: Float64Array, bins: number): Uint32Array {
  const least = column.reduce((a, b) => Math.min(a, b), Infinity);
  const largest = column.reduce((a, b) => Math.max(a, b), -Infinity);
  const width = (largest - least) / bins || 1;
  return Uint32Array.from(column, (value) =>
    Math.min(bins - 1, Math.floor((value - least) / width)),
  );
}

/** Mutual information in nats of two columns of integers, from their counts. */
function mutualInformation(a: Uint32Array, sizeA: number, b: Uint32Array, sizeB: number): number {
  const joint = new Float64Array(sizeA * sizeB);
  const [ofA, ofB] = [new Float64Array(sizeA), new Float64Array(sizeB)];
  a.forEach((value, i) => {
    joint[value * sizeB + b[i]!]! += 1 / a.length;
    ofA[value]! += 1 / a.length;
    ofB[b[i]!]! += 1 / a.length;
  });
  let nats = 0;
  joint.forEach((p, i) => {
    if (p > 0) nats += p * Math.log(p / (ofA[Math.floor(i / sizeB)]! * ofB[i % sizeB]!));
  });
  return Math.max(0, nats);
}
