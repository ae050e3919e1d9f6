/** Determines which examples of an undivided dataset are held out: a tenth of them, chosen by their names. */
import { hash } from 'node:crypto';

/** @param name the example's name inside its dataset, not its full path, so that moving the dataset changes nothing. */
export function isHeldOut(name: string): boolean {
  return Number.parseInt(hash('sha256', name).slice(0, 2), 16) < 26;
}

/** For the user, who may not expect that a dataset without parts gets some. Undefined if nothing is held out. */
export function describeHeldOut(count: number): string | undefined {
  return count === 0 ? undefined : `${count.toLocaleString('en-US')} held out as the test part`;
}
