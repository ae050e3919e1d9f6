import type { Dataset } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { augmentDataset } from './augment.js';

/** Pictures of one row with four pixels (or a square), all with the same values. */
const data = (row: number[], shape = [1, row.length, 1]): Dataset => ({
  id: 'rows',
  size: 100,
  shape,
  fingerprint: '0'.repeat(64),
  read: (indices) => ({
    shape: [indices.length, ...shape],
    values: Float32Array.from(
      { length: indices.length * row.length },
      (_, i) => row[i % row.length]!,
    ),
  }),
});
const all = Array.from({ length: 100 }, (_, i) => i);
const rowsOf = async (dataset: Dataset, epoch?: number): Promise<string[]> => {
  const { values, shape } = await dataset.read(all, epoch === undefined ? {} : { epoch });
  const width = shape[2]!;
  return all.map((i) =>
    [...values.subarray(i * width, (i + 1) * width)]
      .map((v) => Math.round(v * 1000) / 1000)
      .join(' '),
  );
};

describe('augmentation', () => {
  it('shifts pictures by whole pixels to each side equally often, and repeats the edge', async () => {
    const rows = await rowsOf(augmentDataset(data([0.1, 0.2, 0.3, 0.4]), { shift: 1 }, 7), 1);
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([
      '0.1 0.1 0.2 0.3',
      '0.1 0.2 0.3 0.4',
      '0.2 0.3 0.4 0.4',
    ]);
    // The counts have the distribution Binomial(100, 1/3), of which four standard deviations are 19.
    for (const count of counts.values()) expect(Math.abs(count - 33.3)).toBeLessThan(19);
  });

  it('mirrors half of the pictures', async () => {
    const rows = await rowsOf(augmentDataset(data([0.1, 0.2, 0.3]), { flip: true }, 7), 1);
    const mirrored = rows.filter((row) => row === '0.3 0.2 0.1').length;
    expect(rows.filter((row) => row === '0.1 0.2 0.3').length + mirrored).toBe(100);
    expect(Math.abs(mirrored - 50)).toBeLessThan(20);
  });

  it('crops a part and enlarges it, so that a ramp becomes a flatter ramp', async () => {
    const ramp = Array.from({ length: 8 }, (_, i) => i / 10);
    const { values } = await augmentDataset(data(ramp), { crop: 0.5 }, 7).read([3], { epoch: 1 });
    const steps = [...values].slice(1).map((value, i) => value - values[i]!);
    for (const step of steps) {
      expect(step).toBeGreaterThan(-1e-6);
      expect(step).toBeLessThan(0.1 + 1e-6);
    }
    expect(values.at(-1)! - values[0]!).toBeLessThan(0.65);
  });

  it('adds brightness to a whole picture and clamps it to 0 to 1', async () => {
    const { values } = await augmentDataset(data([0.5, 0.5]), { brightness: 0.2 }, 7).read(all, {
      epoch: 1,
    });
    expect(Math.max(...values)).toBeLessThanOrEqual(0.7);
    expect(Math.max(...values)).toBeGreaterThan(0.68);
    expect(Math.min(...values)).toBeLessThan(0.32);
    for (let i = 0; i < 200; i += 2) expect(values[i]).toBe(values[i + 1]);
    const bright = await augmentDataset(data([1, 0]), { brightness: 1 }, 7).read(all, { epoch: 1 });
    expect(bright.values.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('depends on seed, epoch and index, but not on the rest of the batch', async () => {
    const settings = { shift: 1, brightness: 0.1 };
    const dataset = augmentDataset(data([0.1, 0.2, 0.3, 0.4]), settings, 7);
    const first = await rowsOf(dataset, 1);
    expect(await rowsOf(dataset, 1)).toEqual(first);
    const alone = await dataset.read([42], { epoch: 1 });
    expect([...alone.values].map((v) => Math.round(v * 1000) / 1000).join(' ')).toBe(first[42]);
    expect(await rowsOf(dataset, 2)).not.toEqual(first);
    expect(await rowsOf(augmentDataset(data([0.1, 0.2, 0.3, 0.4]), settings, 8), 1)).not.toEqual(
      first,
    );
  });

  it('does not change reads without an epoch, and refuses settings out of bounds', async () => {
    const dataset = augmentDataset(data([0.1, 0.2]), { shift: 1, flip: true, brightness: 1 }, 7);
    expect(new Set(await rowsOf(dataset)).size).toBe(1);
    expect(() => augmentDataset(data([0]), { crop: 0 }, 7)).toThrow(
      /augmentation is not valid: crop/u,
    );
  });
});
