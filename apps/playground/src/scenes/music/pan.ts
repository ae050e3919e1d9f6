/** Where each note stands between left, -1, and right, 1: live and in a saved file alike. */
import { melodyPitches } from '../../worker/protocol/music';
import { roundTo } from '../../shared/geometry/geometry';
import type { Kind } from './kinds';
import type { Program } from './state';

/** A right-handed drummer's kit as the audience has it before them, in the order of `drumClasses`. */
const drumPans: readonly number[] = [
  0, // kick
  0, // snare
  0.4, // closed hi-hat
  0.4, // open hi-hat
  -0.4, // low tom
  -0.1, // mid tom
  0.2, // high tom
  0.5, // crash
  -0.4, // ride
];

/** How far from the middle a melody's lowest and highest pitch stand: a keyboard is wide, six strings are not. */
const widths: Readonly<Record<Program, number>> = { 0: 0.8, 16: 0.5, 24: 0.2 };
/** A saved file is rendered once for each place that it has. */
const places = 20;

/** @param row a drum's class, or a melody's pitch: low ones to the left, as for whoever plays. */
export function panOf({ name }: Kind, row: number, program: Program): number {
  if (name === 'drums') return drumPans[row]!;
  const { lowest, highest } = melodyPitches;
  const share = (2 * (row - lowest)) / (highest - lowest) - 1;
  return roundTo(widths[program] * share, places);
}
