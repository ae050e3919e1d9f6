/** Prefetches one batch: reads the next batch from the disk while the engine works. */
import type { Batch, Dataset, ReadOptions } from '@speil/api';

/** Adds `prefetch` to a dataset. At most one batch is cached, so at most two batches are in memory. */
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
      // If a prefetch fails, the read of the batch reports the error. If the batch is never read, no error is reported.
      rows.catch(() => undefined);
      ahead = { key: keyOf(indices, options), rows };
    },
  };
}
