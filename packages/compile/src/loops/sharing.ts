/** How threads divide a program: which statements are shared, along which loop, and where threads wait for each other. */
import type { Statement } from './form.js';
import { accessOf, bytesOf } from './plan.js';
import { product, type Buffer } from './view.js';

/** Sizes from which several threads are faster than one. */
export interface SharingLimits {
  /** Elements of a loop. */
  readonly elements: number;
  /** Multiplications of a product. */
  readonly multiplications: number;
  /** Multiplications of all products of a run; in a shorter run, threads would wake up for little. Default 0. */
  readonly run?: number;
}

/** Some microseconds of work, of which threads save more than waiting for them costs. */
export const usualLimits: SharingLimits = { elements: 16_384, multiplications: 2 ** 18 };

/** Multiplications of a statement that is a product. */
export const multiplicationsOf = (statement: Statement): number =>
  statement.kind === 'product' ? statement.rows * statement.columns * statement.depth : 0;

/** Whether several threads are faster than one for a program. */
export function isWorthSharing(statements: readonly Statement[], limits: SharingLimits): boolean {
  const total = statements.reduce((sum, statement) => sum + multiplicationsOf(statement), 0);
  return total >= (limits.run ?? 0) && !statements.every((one) => runsAlone(one, limits));
}

/** Whether the first thread executes a statement alone: it is small, or it has one result. */
export function runsAlone(statement: Statement, limits: SharingLimits): boolean {
  switch (statement.kind) {
    case 'map':
      return statement.count < limits.elements;
    case 'reduce':
      return product(statement.shape) < limits.elements || statement.to.size === 1;
    case 'product':
      return multiplicationsOf(statement) < limits.multiplications;
    case 'pack':
      return false;
  }
}

/** The loop that threads share: the first long one, else the longest. */
export function sharedLoop(sizes: readonly number[]): number {
  const long = sizes.findIndex((size) => size >= 16);
  return long === -1 ? sizes.indexOf(Math.max(...sizes)) : long;
}

/**
 * The statements before which all threads must wait: something that they touch was written, or is still read.
 *
 * @param offsets places of inner buffers, which may share memory.
 */
export function barriersOf(
  statements: readonly Statement[],
  offsets: ReadonlyMap<Buffer, number>,
  limits: SharingLimits,
): boolean[] {
  interface Touch {
    readonly buffer: Buffer;
    readonly writes: boolean;
    readonly alone: boolean;
  }
  let since: Touch[] = [];
  const overlap = (a: Buffer, b: Buffer): boolean => {
    if (a === b) return true;
    const [from, other] = [offsets.get(a), offsets.get(b)];
    if (from === undefined || other === undefined) return false;
    return from < other + bytesOf(b) && other < from + bytesOf(a);
  };
  return statements.map((statement) => {
    const alone = runsAlone(statement, limits);
    const { reads, writes } = accessOf(statement);
    const own: Touch[] = [
      ...[...reads].map((buffer) => ({ buffer, writes: false, alone })),
      ...[...writes].map((buffer) => ({ buffer, writes: true, alone })),
    ];
    const waits = own.some((touch) =>
      since.some(
        (other) =>
          (touch.writes || other.writes) &&
          !(touch.alone && other.alone) &&
          overlap(touch.buffer, other.buffer),
      ),
    );
    since = waits ? own : [...since, ...own];
    return waits;
  });
}
