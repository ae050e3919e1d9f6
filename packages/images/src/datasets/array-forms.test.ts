/** Arrays as users save them: with other names, other shapes, other kinds of labels, or inexact values. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder } from '../testing/datasets.js';
import { npy, npyOfBytes, npz, numpyFiles, zip } from '../testing/numpy.js';
import { openDataset, type OpenOptions } from './open.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

async function opened(name: string, bytes: Uint8Array, split: OpenOptions['split'] = 'train') {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return await openDataset(path, { split });
}

const filled = (count: number, value: number): number[] => new Array<number>(count).fill(value);
/** Images of 2 x 2 pixels, in which all pixels have one value. */
const images = (count: number, value = 51): Buffer =>
  npyOfBytes([count, 2, 2], filled(count * 4, value));
const labels = (values: readonly number[]): Buffer => npyOfBytes([values.length], values);

describe('bytes of 0 and 1', () => {
  // dSprites stores its shapes in this way. Each image is black, white, white, black.
  const shapes = npyOfBytes(
    [40, 2, 2],
    Array.from({ length: 160 }, (_, i) => (i % 4 === 1 || i % 4 === 2 ? 1 : 0)),
  );
  it.each([
    ['a .npy file', 'a.npy', shapes],
    ['a .npz file', 'a.npz', npz({ imgs: shapes })],
    [
      'whole numbers of eight bytes',
      'a.npy',
      npy(
        "{'descr': '<i8', 'fortran_order': False, 'shape': (40, 2, 2), }\n",
        Buffer.from(
          BigInt64Array.from(filled(160, 0), (_, i) => (i % 4 && i % 4 < 3 ? 1n : 0n)).buffer,
        ),
      ),
    ],
  ])(
    'in %s are read as black and white, and the description reports this',
    async (_name, file, bytes) => {
      const train = await opened(file, bytes);
      expect([...(await train.read([0])).values]).toEqual([0, 1, 1, 0]);
      expect(train.description).toMatch(
        /^whole numbers of 0 and 1 -> black and white; \d+ held out as the test part$/u,
      );
    },
  );

  it('are read as bytes from 0 to 255 if any value is above 1', async () => {
    const values = filled(160, 1).with(159, 2);
    const train = await opened('a.npy', npyOfBytes([40, 2, 2], values));
    expect((await train.read([0])).values[0]).toBe(Math.fround(1 / 255));
    expect(train.description).toMatch(/^\d+ held out as the test part$/u);
  });
});

describe('floats', () => {
  const floats = (values: readonly number[]): Buffer =>
    npy(
      `{'descr': '<f4', 'fortran_order': False, 'shape': (${values.length / 4}, 2, 2), }\n`,
      Buffer.from(Float32Array.from(values).buffer),
    );
  it('slightly outside 0 to 1 are clamped', async () => {
    const row = [-1e-7, 1.000001, -0.0009, 1.0009];
    const train = await opened('a.npy', floats(Array.from({ length: 40 }, () => row).flat()));
    expect([...(await train.read([0])).values]).toEqual([0, 1, 0, 1]);
  });

  it('further outside this range are refused', async () => {
    const train = await opened('a.npy', floats(filled(160, -0.01)));
    await expect(train.read([0])).rejects.toThrow(/outside of 0 to 1, as f4 values/u);
  });
});

describe('the parts of a .npz file', () => {
  it('are found under names in capitals, as scikit-learn users write them', async () => {
    const bytes = npz({
      X_train: images(4),
      y_train: labels([0, 1, 2, 1]),
      X_test: images(2),
      Y_test: labels([2, 0]),
    });
    const [train, test] = [await opened('a.npz', bytes), await opened('a.npz', bytes, 'test')];
    expect([train.size, test.size]).toEqual([4, 2]);
    expect([...train.labels!, ...test.labels!]).toEqual([0, 1, 2, 1, 2, 0]);
    const whole = await opened('b.npz', npz({ X: images(50), Y: labels(filled(50, 7)) }));
    expect(whole.labels?.[0]).toBe(7);
  });

  it('may be only x_train; then a tenth of it is held out', async () => {
    const bytes = npz({ x_train: images(50), y_train: labels(filled(50, 3)) });
    const [train, test] = [await opened('a.npz', bytes), await opened('a.npz', bytes, 'test')];
    expect(train.size + test.size).toBe(50);
    expect(test.size).toBeGreaterThan(0);
    expect([train.labels!.length, test.labels!.length]).toEqual([train.size, test.size]);
  });

  it('may be train, val and test, or only train and val; then val is the held-out part', async () => {
    const [train_images, val_images, test_images] = [images(4), images(3), images(2)];
    const medmnist = npz({ train_images, val_images, test_images });
    const sizes = async (bytes: Buffer) =>
      Promise.all(
        (['train', 'validation', 'test'] as const).map(async (split) => {
          const { size, id } = await opened('a.npz', bytes, split);
          return `${id} ${size}`;
        }),
      );
    expect(await sizes(medmnist)).toEqual(['a/train 4', 'a/validation 3', 'a/test 2']);
    const two = npz({ x_train: images(4), x_valid: images(3) });
    expect(await sizes(two)).toEqual(['a/train 4', 'a/validation 3', 'a/test 3']);
  });
});

describe('MedMNIST’s files', () => {
  // As zenodo.org/records/10519652 publishes them: bytes, and labels of shape [n, 1].
  const file = (channels: readonly number[], classes = 1): Buffer =>
    npz(
      Object.fromEntries(
        (['train', 'val', 'test'] as const).flatMap((part, at) => {
          const count = 6 - at;
          const size = count * 784 * (channels[0] ?? 1);
          return [
            [
              `${part}_images`,
              npyOfBytes([count, 28, 28, ...channels], filled(size, 51 * (at + 1))),
            ],
            [
              `${part}_labels`,
              npyOfBytes(
                [count, classes],
                filled(count * classes, 0).map((_, i) => i % 3),
              ),
            ],
          ];
        }),
      ),
    );

  it.each([
    ['grey', [], [28, 28, 1]],
    ['colour', [3], [28, 28, 3]],
  ])('in %s have three parts and a class per image', async (_name, channels, shape) => {
    for (const [at, split] of (['train', 'validation', 'test'] as const).entries()) {
      const part = await opened('pathmnist.npz', file(channels), split);
      expect([part.id, part.size, part.shape]).toEqual([`pathmnist/${split}`, 6 - at, shape]);
      expect([...part.labels!]).toEqual([0, 1, 2, 0, 1, 2].slice(0, 6 - at));
      expect((await part.read([0])).values[0]).toBe(Math.fround((51 * (at + 1)) / 255));
    }
  });

  it('with several classes per image, as in ChestMNIST, are read without labels', async () => {
    const part = await opened('chestmnist.npz', file([], 14));
    expect([part.size, part.labels]).toEqual([6, undefined]);
    expect(part.description).toMatch(/do not name one class per image, left out$/u);
  });

  it('of volumes are refused', async () => {
    await expect(opened('organmnist3d.npz', file([28]))).rejects.toThrow(
      /must hold images of shape .* Received: \[6, 28, 28, 28\]/u,
    );
  });
});

describe('images in flat rows', () => {
  it('are read as squares, and the description reports this', async () => {
    // The dataset mnist_784 of OpenML has rows of 784 values.
    const rows = npyOfBytes(
      [40, 784],
      Array.from({ length: 40 * 784 }, (_, i) => i % 256),
    );
    const train = await opened('a.npz', npz({ X: rows }));
    expect(train.shape).toEqual([28, 28, 1]);
    expect(train.description).toMatch(/^rows of 784 values -> 28x28; \d+ held out/u);
    const { values } = await train.read([0]);
    expect(Math.round(values[29]! * 255)).toBe(29);
  });

  it.each([[30], [16]])('of %i values are refused as a table of other data', async (width) => {
    const table = npyOfBytes([40, width], filled(40 * width, 9));
    await expect(opened('a.npy', table)).rejects.toThrow(
      /flat and square, \[n, height \* width\]/u,
    );
  });
});

describe('the labels of an array', () => {
  const withLabels = (y: Buffer) =>
    opened('a.npz', npz({ x_train: images(3), y_train: y, x_test: images(1) }));

  it('may be one-hot', async () => {
    const train = await withLabels(npyOfBytes([3, 4], [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0]));
    expect([...train.labels!]).toEqual([3, 0, 2]);
  });

  it('are left out with a remark if they name several classes per image, or none, and the images are used', async () => {
    const train = await withLabels(npyOfBytes([3, 2], [1, 1, 0, 0, 0, 1]));
    expect([train.size, train.labels]).toEqual([3, undefined]);
    expect(train.description).toBe(
      'labels of shape [3, 2] do not name one class per image, left out',
    );
  });

  it('are left out with a remark if they are not classes', async () => {
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n";
    const train = await withLabels(npy(header, Buffer.from(Float32Array.of(1, 2.5, 3).buffer)));
    expect(train.labels).toBeUndefined();
    expect(train.description).toMatch(/not whole numbers from 0 to 255, such as 2\.5, left out$/u);
  });

  it('must be as many as the images', async () => {
    await expect(withLabels(labels([1, 2]))).rejects.toThrow(
      /holds 3 images and labels of shape \[2\]/u,
    );
  });
});

describe('a file that NumPy wrote', () => {
  it('may have the keys of its header in double quotes', async () => {
    const header = '{"descr": "|u1", "fortran_order": False, "shape": (40, 2, 2), }\n';
    const train = await opened('a.npy', npy(header, Buffer.alloc(160, 51)));
    expect((await train.read([0])).values[0]).toBe(Math.fround(0.2));
  });

  it('may be a .npz file that was written to a pipe', async () => {
    const train = await opened('a.npz', numpyFiles.piped);
    const { values } = await train.read([0]);
    expect([...values].map((value) => Math.round(value * 255))).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it('may be a .npz file in half precision', async () => {
    // Half-precision numbers: 1, .5, the smallest normal number (2^-14) and the smallest subnormal number (2^-24) of
    // IEEE 754.
    const halves = Uint16Array.from(
      { length: 160 },
      (_, i) => [0x3c00, 0x3800, 0x0400, 0x0001][i % 4]!,
    );
    const header = "{'descr': '<f2', 'fortran_order': False, 'shape': (40, 2, 2), }\n";
    const train = await opened('a.npz', zip('images.npy', npy(header, Buffer.from(halves.buffer))));
    expect([...(await train.read([0])).values]).toEqual([1, 0.5, 2 ** -14, 2 ** -24]);
  });
});
