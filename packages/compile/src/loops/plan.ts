/** Places the inner buffers of a program in one arena: buffers whose lifetimes do not overlap share memory. */
import type { DType } from '../ir/graph.js';
import { loadsOf, type Program, type Statement } from './form.js';
import { buffersOf, type Buffer } from './view.js';

export interface MemoryPlan {
  /** Byte offsets of inner buffers. */
  readonly offsets: ReadonlyMap<Buffer, number>;
  /** Size of the arena in bytes. */
  readonly bytes: number;
}

export const bytesPer = (dtype: DType): number =>
  dtype === 'bool' ? 1 : dtype === 'int64' ? 8 : 4;
/** A cache line, so that vectors are aligned and threads do not share lines. */
const alignment = 64;
const padded = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
export const bytesOf = ({ dtype, size }: Buffer): number => padded(bytesPer(dtype) * size);

export interface Access {
  readonly reads: ReadonlySet<Buffer>;
  readonly writes: ReadonlySet<Buffer>;
}

/** The buffers that a statement reads and writes. */
export function accessOf(statement: Statement): Access {
  const reads = new Set<Buffer>();
  switch (statement.kind) {
    case 'map': {
      const writes = new Set(statement.stores.map(({ to }) => to.buffer));
      for (const { value } of statement.stores) {
        for (const buffer of [...loadsOf(value)].flatMap(buffersOf)) {
          if (!writes.has(buffer)) reads.add(buffer);
        }
      }
      return { reads, writes };
    }
    case 'reduce':
      for (const buffer of [...loadsOf(statement.value)].flatMap(buffersOf)) reads.add(buffer);
      return { reads, writes: new Set([statement.to]) };
    case 'product':
      // Where a copy of the second operand cannot be used, the operand itself is read.
      reads.add(statement.a.buffer).add(statement.b.buffer);
      if (statement.packed !== undefined) reads.add(statement.packed);
      if (statement.bias !== undefined) reads.add(statement.bias);
      return { reads, writes: new Set([statement.to.buffer]) };
    case 'pack':
      return { reads: reads.add(statement.from.buffer), writes: new Set([statement.to]) };
  }
}

/** First fit over a list of free ranges, in the order of statements. */
export function planMemory({ statements }: Program): MemoryPlan {
  const first = new Map<Buffer, number>();
  const last = new Map<Buffer, number>();
  const kept = new Set<Buffer>();
  statements.forEach((statement, i) => {
    const { reads, writes } = accessOf(statement);
    for (const buffer of [...reads, ...writes]) {
      if (buffer.kind !== 'inner') continue;
      if (!first.has(buffer)) first.set(buffer, i);
      last.set(buffer, i);
    }
    // The next run may read what this one has written.
    if (statement.isSteady === true) for (const buffer of writes) kept.add(buffer);
  });
  for (const buffer of kept) {
    if (buffer.kind !== 'inner') continue;
    first.set(buffer, 0);
    last.set(buffer, statements.length);
  }
  const offsets = new Map<Buffer, number>();
  let live: Buffer[] = [];
  let bytes = 0;
  for (const [buffer, start] of [...first].sort(([, a], [, b]) => a - b)) {
    live = live.filter((other) => last.get(other)! >= start);
    live.sort((a, b) => offsets.get(a)! - offsets.get(b)!);
    const size = bytesOf(buffer);
    let at = 0;
    for (const other of live) {
      const from = offsets.get(other)!;
      if (at + size <= from) break;
      at = Math.max(at, from + bytesOf(other));
    }
    offsets.set(buffer, at);
    live.push(buffer);
    bytes = Math.max(bytes, at + size);
  }
  return { offsets, bytes };
}
