/** Determines which examples of an undivided dataset are held out: a tenth of them, chosen by their names. */
import { hash } from 'node:crypto';

/** @param name of the example inside its dataset, so that moving the dataset changes nothing. */
export function isHeldOut(name: string): boolean {
  return Number.parseInt(hash('sha256', name).slice(0, 2), 16) < 26;
}
