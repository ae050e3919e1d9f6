/** Reads the grid of a quantised sequence. */
import { InvalidArgumentError } from '@speil/api';
import type { NoteSequence } from './note-sequence.js';

/** @throws InvalidArgumentError for a sequence that is not quantised to steps of a quarter. */
export function stepsPerQuarterOf({ quantizationInfo }: NoteSequence): number {
  const steps = quantizationInfo?.stepsPerQuarter;
  if (steps === undefined || steps === null || !Number.isInteger(steps) || steps < 1) {
    throw new InvalidArgumentError(
      'A quantised sequence was expected, with quantizationInfo.stepsPerQuarter. Call quantize() first.',
    );
  }
  return steps;
}

/**
 * Steps per bar in the first metre of the sequence. The default metre is 4/4.
 *
 * @throws InvalidArgumentError for a bar that is not a whole number of steps.
 */
export function stepsPerBarOf(sequence: NoteSequence): number {
  const stepsPerQuarter = stepsPerQuarterOf(sequence);
  const { numerator, denominator } = sequence.timeSignatures?.[0] ?? {};
  const steps = (stepsPerQuarter * 4 * (numerator || 4)) / (denominator || 4);
  if (!Number.isInteger(steps)) {
    throw new InvalidArgumentError(
      `A bar of ${numerator}/${denominator} is ${steps} steps; it must be a whole number. Raise stepsPerQuarter from ${stepsPerQuarter}.`,
    );
  }
  return steps;
}
