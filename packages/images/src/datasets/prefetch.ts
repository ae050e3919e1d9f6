/** Prefetches one batch: the next batch is read from the disk while the engine works. */
import type { Batch, Dataset, ReadOptions } from '@speil/api';

/** Adds `prefetch` to a dataset. It caches at most one batch, so the memory is that of two batches. */
export function withPrefetch(dataset: Dataset): Dataset {
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
      // The read of the batch reports the error; a batch that is never read reports none.
      rows.catch(() => undefined);
      ahead = { key: keyOf(indices, options), rows };
    },
  };
}
