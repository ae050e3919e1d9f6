/** How the work of a statement is divided among threads. No sum is divided, so that results do not depend on their number. */
import type { Code } from './encoding.js';
import { get, int, op } from './instructions.js';
import { least, plus } from './product-parts.js';

/** A part of a range. It is empty if `end` is not larger than `from`. */
export interface Share {
  readonly from: Code;
  readonly end: Code;
}

/**
 * The part of a range that a thread has.
 *
 * @param thread the variable with the number of the thread.
 * @param unit parts start at multiples of it.
 */
export function shareOf(thread: number, threads: number, size: number, unit = 1): Share {
  if (threads === 1) return { from: int(0), end: int(size) };
  const part = Math.ceil(Math.ceil(size / unit) / threads) * unit;
  const from = op('i32.mul', get(thread), int(part));
  return { from, end: least(plus(from, int(part)), int(size)) };
}
