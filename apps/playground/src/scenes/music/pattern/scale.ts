/**
 * Locks a melody to a scale: each pitch moves to the nearest pitch of the scale, or to the lower of two equally near
 * ones.
 */
import { firstPitch } from '@speil/music/patterns';
import { melodyPitches } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';

export const scales = ['free', 'major', 'minor', 'pentatonic'] as const;
export type Scale = (typeof scales)[number];

/** Semitones above the root. */
const degrees: Readonly<Record<Exclude<Scale, 'free'>, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  pentatonic: [0, 2, 4, 7, 9],
};

/** @param root the pitch class of the root; 0 is C. @returns the pattern itself for the free scale. */
export function lockToScale(pattern: Pattern, scale: Scale, root: number): Pattern {
  if (scale === 'free') return pattern;
  return pattern.map((event) =>
    event < firstPitch
      ? event
      : nearest(event - firstPitch + melodyPitches.lowest, degrees[scale], root) -
        melodyPitches.lowest +
        firstPitch,
  );
}

function nearest(pitch: number, scale: readonly number[], root: number): number {
  const { lowest, highest } = melodyPitches;
  const isIn = (at: number): boolean =>
    at >= lowest && at <= highest && scale.includes((((at - root) % 12) + 12) % 12);
  for (let away = 0; away < 12; away++) {
    if (isIn(pitch - away)) return pitch - away;
    if (isIn(pitch + away)) return pitch + away;
  }
  return pitch;
}
