/** Tests the encoder's input: corruptions, reductions and binary draws against hand computation. */
import * as tf from '@tensorflow/tfjs-core';
import { modelSpecSchema, type CorruptionSpec, type ModelSpecInput } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../admission/load.js';
import { uniforms } from '../random/streams.js';
import { declareInput } from '../model-spec/input.js';
import { tinyAe } from '../testing/tiny.js';
import { drawNoise } from '../random/noise.js';
import { corrupt } from './corruptions/corruptions.js';
import { prepareInput } from './encoder-input.js';
import { averageMatrix, bicubicMatrix, blurMatrix, resample } from '../ops/resampling.js';

beforeAll(async () => {
  await loadEngine('cpu');
  await tf.setBackend('cpu');
});

const picture = (values: readonly number[], side: number): tf.Tensor4D =>
  tf.tensor4d([...values], [1, side, side, 1]);
const near = (actual: tf.Tensor, expected: readonly number[]): void => {
  const values = actual.dataSync();
  expect(values.length).toBe(expected.length);
  expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
};

type InputOf = NonNullable<ModelSpecInput['input']>;

/** The encoder's input and the target for a batch of 8 x 8 pictures, with seeded noise. */
function seen(input: InputOf, x: tf.Tensor, strength = 1, step = 0) {
  const spec = modelSpecSchema.parse({ ...tinyAe, input });
  const noise = drawNoise(
    declareInput(spec),
    { seed: 1, purpose: 'trainingNoise', step },
    x.shape[0],
  );
  return prepareInput(
    spec,
    x,
    (name) => tf.tensor(noise[name]!.values, [...noise[name]!.shape]),
    () => tf.scalar(strength),
  );
}

describe('a corruption', () => {
  const half = () => picture([0.5, 0.5, 0.5, 0.5], 2);
  const apply = (
    spec: CorruptionSpec,
    noise: readonly number[],
    strength = 1,
    shape = [1, 2, 2, 1],
  ): tf.Tensor => corrupt(spec, half(), tf.scalar(strength), () => tf.tensor([...noise], shape));

  it('by Gaussian noise adds mean and noise, scaled by the strength', () => {
    const spec = { kind: 'gaussian', mean: 0.5, deviation: 0.1 } as const;
    near(apply(spec, [0, 1, -1, 2]), [1, 1.1, 0.9, 1.2]);
    near(apply(spec, [0, 1, -1, 2], 0.5), [0.75, 0.8, 0.7, 0.85]);
  });

  it('by speckle adds noise in proportion to the pixel', () => {
    near(apply({ kind: 'speckle', deviation: 0.2 }, [0, 1, -1, 2]), [0.5, 0.6, 0.4, 0.7]);
  });

  it('by salt and pepper makes half of the chosen pixels black and half white', () => {
    near(apply({ kind: 'saltAndPepper', rate: 0.4 }, [0.1, 0.3, 0.7, 0.9]), [0, 0.5, 0.5, 1]);
    near(
      apply({ kind: 'saltAndPepper', rate: 0.4 }, [0.1, 0.3, 0.7, 0.9], 0.4),
      [0.5, 0.5, 0.5, 0.5],
    );
  });

  it('by blocks makes a random square black, if the strength is high enough', () => {
    // The top is floor(.6 x 2) = 1, and the left side is floor(.1 x 2) = 0.
    const spec = { kind: 'maskBlocks', count: 1, size: 1 } as const;
    near(apply(spec, [0.6, 0.1, 0.5], 1, [1, 1, 3]), [0.5, 0.5, 0, 0.5]);
    near(apply(spec, [0.6, 0.1, 0.5], 0.5, [1, 1, 3]), [0.5, 0.5, 0.5, 0.5]);
  });

  it('by blur does not change a picture of one colour, and spreads a point as a Gaussian', () => {
    near(apply({ kind: 'blur', deviation: 1 }, []), [0.5, 0.5, 0.5, 0.5]);
    const point = picture(
      Array.from({ length: 81 }, (_, i) => (i === 40 ? 1 : 0)),
      9,
    );
    const matrix = blurMatrix(9, 1);
    const blurred = resample(point, matrix, matrix).dataSync();
    // The value relative to the middle is exp(-1/2) one pixel away, and exp(-1) at the diagonal neighbour.
    expect(blurred[41]! / blurred[40]!).toBeCloseTo(Math.exp(-0.5), 3);
    expect(blurred[50]! / blurred[40]!).toBeCloseTo(Math.exp(-1), 3);
  });

  it('of strength 0 changes nothing, whatever the noise is', () => {
    const x = tf.tensor(uniforms({ seed: 1, purpose: 'synthetic' }, 192), [3, 8, 8, 1]);
    const corruptions: CorruptionSpec[] = [
      { kind: 'gaussian', mean: 0.5, deviation: 0.5 },
      { kind: 'saltAndPepper', rate: 0.5 },
      { kind: 'maskBlocks', count: 3, size: 4 },
      { kind: 'blur', deviation: 1 },
      { kind: 'speckle', deviation: 1 },
    ];
    near(seen({ kind: 'corrupted', corruptions, apply: 'all' }, x, 0).input, [...x.dataSync()]);
  });

  it('is drawn again at each step, is clipped, and does not change the target', () => {
    const x = tf.fill([2, 8, 8, 1], 0.5);
    const input: InputOf = {
      kind: 'corrupted',
      corruptions: [{ kind: 'gaussian', mean: 0.5, deviation: 0.5 }],
      apply: 'all',
    };
    const [first, second] = [seen(input, x, 1, 0), seen(input, x, 1, 1)];
    expect([...first.input.dataSync()]).not.toEqual([...second.input.dataSync()]);
    expect(Math.max(...first.input.dataSync())).toBe(1);
    near(first.target, [...x.dataSync()]);
  });
});

describe('a reduction', () => {
  it('by average takes the mean of each window', () => {
    const x = picture([1, 3, 0, 0, 5, 7, 0, 0, 0, 0, 2, 2, 0, 0, 2, 6], 4);
    near(resample(x, averageMatrix(4, 2), averageMatrix(4, 2)), [4, 0, 0, 3]);
  });

  it('by the cubic filter uses the weights of Keys, stretched by the factor', () => {
    // For a factor of 2, in the middle of a long side: in both directions, pixels at the distances 1/4, 3/4, 5/4 and
    // 7/4 have the weights .8672, .2266, -.0703 and -.0234.
    const { values } = bicubicMatrix(16, 2);
    const row = values.subarray(4 * 16, 5 * 16);
    const half = [0.8671875, 0.2265625, -0.0703125, -0.0234375];
    [...half.toReversed(), ...half].forEach((weight, i) =>
      expect(row[5 + i]).toBeCloseTo(weight / 2, 6),
    );
  });

  it('does not mix the channels', () => {
    const x = tf.tensor4d([1, 10, 2, 20, 3, 30, 4, 40], [1, 2, 2, 2]);
    near(resample(x, averageMatrix(2, 2), averageMatrix(2, 2)), [2.5, 25]);
  });

  it('by pixel selects one existing pixel of each window', () => {
    const x = tf.tensor4d(
      Array.from({ length: 64 }, (_, i) => i),
      [1, 8, 8, 1],
    );
    const { input, target } = seen({ kind: 'reduced', factor: 4, method: 'pixel' }, x);
    expect(input.shape).toEqual([1, 2, 2, 1]);
    input.dataSync().forEach((value, i) => {
      expect(Math.floor(value / 32)).toBe(Math.floor(i / 2));
      expect(Math.floor((value % 8) / 4)).toBe(i % 2);
    });
    expect(target).toBe(x);
  });
});

describe('a binary draw', () => {
  it('is both input and target, with the pixel’s value as the probability', () => {
    const { input, target } = seen({ kind: 'binarized' }, tf.fill([40, 8, 8, 1], 0.3));
    expect(input).toBe(target);
    // Four standard errors of 2,560 draws: .036.
    expect(Math.abs(tf.mean(input).dataSync()[0]! - 0.3)).toBeLessThan(0.036);
  });
});

describe('an input that does not fit the items', () => {
  const parse = (input: InputOf) => modelSpecSchema.parse({ ...tinyAe, input });
  it('is refused with an error of one line', () => {
    const block: InputOf = {
      kind: 'corrupted',
      apply: 'all',
      corruptions: [{ kind: 'maskBlocks', count: 1, size: 9 }],
    };
    expect(() => declareInput(parse(block))).toThrow(
      'A block must fit into pictures of 8 x 8. Received: size=9.',
    );
    const odd = {
      ...parse({ kind: 'reduced', factor: 4, method: 'average' }),
      codec: { id: 'image', shape: [6, 8, 1] },
    };
    expect(() => declareInput(odd)).toThrow(
      'Pictures that are reduced by 4 must have sides that 4 divides. Received: [6, 8, 1].',
    );
  });
});
