/** One batch ahead: what will be read next is on its way from the disk while the engine works. */
import type { Batch, Dataset, ReadOptions } from '@speil/api';

/** The same dataset, whose `prefetch` holds one batch at most: memory stays that of two batches. */
export function prefetching(dataset: Dataset): Dataset {
  let ahead: { readonly key: string; readonly rows: Promise<Batch> } | undefined;
  const keyOf = (indices: ArrayLike<number>, options?: ReadOptions): string =>
    `${options?.epoch ?? ''}:${Array.from(indices).join()}`;
  return {
    ...dataset,
    read(indices, options) {
      const key = keyOf(indices, options);
      if (ahead?.key !== key) return dataset.read(indices, options);
      const { rows } = ahead;
      ahead = undefined;
      return rows;
    },
    prefetch(indices, options) {
      const rows = (async () => await dataset.read(indices, options))();
      // Who reads the batch hears of it; nobody may.
      rows.catch(() => undefined);
      ahead = { key: keyOf(indices, options), rows };
    },
  };
}
