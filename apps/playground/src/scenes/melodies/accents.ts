/**
 * How loud each note of a melody is played. The models predict no velocity, so velocities depend on the note and its
 * place in the bar.
 */
import { clamp } from '../../shared/geometry/geometry';
import type { StepNote } from '../music/pattern/kind';
import { metricalLevel } from '../music/pattern/metre';

/**
 * The velocity follows the metre and two of the KTH performance rules: higher notes are louder, and long notes are
 * stressed (Friberg, Bresin and Sundberg, "Overview of the KTH rule system for musical performance", 2006).
 *
 * @param step the step in the bar. @returns the MIDI velocity.
 */
export function melodyVelocity({ pitch, start, end }: StepNote, step: number): number {
  const higher = clamp((pitch - 66) / 2, -10, 10);
  const longer = 4 * Math.min(1, (end - start - 1) / 3);
  return Math.round(68 + 8 * metricalLevel(step) + higher + longer);
}
