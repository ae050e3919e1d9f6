/** Beats: each step of a pattern is a set of nine drums, as bits. */
import { drumClasses } from '@speil/music/patterns';
import { memoisePattern } from '../music/pattern/kind';
import type { Kind } from '../music/pattern/kind';
import { drumVelocity } from './accents';

/**
 * The place of each drum, from -1 (left) to 1 (right), as an audience hears a right-handed drummer. In the order of
 * `drumClasses`.
 */
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

export const beats: Kind = {
  name: 'beats',
  isMonophonic: false,
  notesOf: memoisePattern((pattern) =>
    pattern.flatMap((hits, start) =>
      drumClasses.flatMap((_, drum) =>
        (hits >> drum) & 1 ? [{ pitch: drum, start, end: start + 1 }] : [],
      ),
    ),
  ),
  pitchOf: (drum) => drumClasses[drum]!.pitches[0]!,
  toggle: (pattern, step, drum) =>
    pattern.map((hits, at) => (at === step ? hits ^ (1 << drum) : hits)),
  stretch: (pattern) => pattern,
  reach: () => ({ lowest: 0, highest: drumClasses.length - 1 }),
  velocityOf: ({ pitch }, step) => drumVelocity(pitch, step),
  panOf: (drum) => drumPans[drum]!,
};
