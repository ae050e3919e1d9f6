/** Loops whose places are counted from where their elements begin, so that equal loops over other parts of buffers are the same. */
import type { Factored } from './factors.js';
import type { Buffer, Linear, Lookup } from './view.js';

/** A place in a buffer or a table: the number of an element. */
export interface Origin<T extends Buffer | Int32Array> {
  readonly of: T;
  readonly offset: number;
}

/** Loops over views that count from their origins. */
export interface Placed extends Factored {
  /** The first place that any view counts from; the views' offsets are what is left. */
  readonly originOf: <T extends Buffer | Int32Array>(of: T) => Origin<T>;
}

export function fromOrigins(all: Factored): Placed {
  const origins = new Map<Buffer | Int32Array, number>();
  const add = (of: Buffer | Int32Array, { offset }: Linear): void => {
    origins.set(of, Math.min(origins.get(of) ?? offset, offset));
  };
  const readBy = ({ table }: Lookup): Buffer | Int32Array =>
    table instanceof Int32Array ? table : table.buffer;
  for (const { buffer, at, lookups } of all.views.values()) {
    add(buffer, at);
    for (const lookup of lookups) add(readBy(lookup), lookup.at);
  }
  const from = (of: Buffer | Int32Array, at: Linear): Linear => ({
    ...at,
    offset: at.offset - origins.get(of)!,
  });
  const views = new Map(
    [...all.views].map(([view, cut]) => [
      view,
      {
        ...cut,
        at: from(cut.buffer, cut.at),
        lookups: cut.lookups.map((lookup) => ({ ...lookup, at: from(readBy(lookup), lookup.at) })),
      },
    ]),
  );
  return { ...all, views, originOf: (of) => ({ of, offset: origins.get(of) ?? 0 }) };
}
