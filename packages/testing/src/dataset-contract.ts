/** The contract of datasets, as a test suite. */
import { sizeOf, type Dataset } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * Checks that a dataset reads what it declares, in any order, and the same each time.
 *
 * @param open opens the same dataset each time. The dataset must have at least two examples.
 */
export function datasetContract(name: string, open: () => Promise<Dataset>): void {
  describe(`dataset ${name}`, () => {
    let dataset: Dataset;
    beforeAll(async () => {
      dataset = await open();
    });

    it('reads examples in the requested order, including repeated ones', async () => {
      const last = dataset.size - 1;
      const batch = await dataset.read([last, 0, last]);
      const width = sizeOf(dataset.shape);
      expect(batch.shape).toEqual([3, ...dataset.shape]);
      expect(batch.values).toHaveLength(3 * width);
      expect(batch.values.slice(0, width)).toEqual(batch.values.slice(2 * width));
      const [first] = [await dataset.read([0])];
      expect(batch.values.slice(width, 2 * width)).toEqual(first.values);
    });

    it('has finite values from 0 to 1', async () => {
      const batch = await dataset.read([0, 1]);
      expect(batch.values.every((value) => value >= 0 && value <= 1)).toBe(true);
    });

    it('has one label per example, each with a name', () => {
      if (dataset.labels === undefined) return;
      expect(dataset.labels).toHaveLength(dataset.size);
      const names = dataset.classNames?.length ?? Infinity;
      expect(dataset.labels.every((label) => label < names)).toBe(true);
    });

    it('has the same fingerprint each time it is opened', async () => {
      expect(dataset.fingerprint).toMatch(/^[0-9a-f]{64}$/u);
      expect((await open()).fingerprint).toBe(dataset.fingerprint);
    });

    it('refuses an index that is not below the number of examples', async () => {
      await expect(async () => await dataset.read([dataset.size])).rejects.toThrow(/index/iu);
    });
  });
}
