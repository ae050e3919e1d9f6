/** Notes on a grid of steps, as Magenta's `quantizeNoteSequence` puts them there. */
import { InvalidArgumentError } from '@speil/api';
import { limits } from '../notes/limits.js';
import type { NoteSequence } from '../notes/note-sequence.js';
import { defaultQpm } from '../notes/tempo-map.js';
import { metreChanges, tempoChanges } from './changes.js';

export interface QuantizeOptions {
  /** Of the grid; 4 are sixteenths. Default 4, at most 96. */
  readonly stepsPerQuarter?: number;
}

/**
 * Each start and end goes to the nearest step, halves up; a note lasts at least one step. The seconds stay beside the
 * steps: what a groove is off the grid by.
 *
 * @throws InvalidArgumentError for a sequence whose tempo or metre changes: cut it first with `splitOnChanges`.
 */
export function quantize(
  sequence: NoteSequence,
  { stepsPerQuarter = 4 }: QuantizeOptions = {},
): NoteSequence {
  if (!Number.isInteger(stepsPerQuarter) || stepsPerQuarter < 1 || stepsPerQuarter > 96) {
    throw new InvalidArgumentError(
      `stepsPerQuarter must be from 1 to 96. Received: ${stepsPerQuarter}.`,
    );
  }
  const [tempo, nextTempo] = tempoChanges(sequence);
  if (nextTempo !== undefined) {
    throw new InvalidArgumentError(
      `A sequence must keep one tempo to be quantised; it goes from ${tempo!.qpm} to ${nextTempo.qpm} at ${nextTempo.time} s. Cut it with splitOnChanges() first.`,
    );
  }
  const [metre, nextMetre] = metreChanges(sequence);
  if (nextMetre !== undefined) {
    throw new InvalidArgumentError(
      `A sequence must keep one metre to be quantised; it goes from ${metre!.numerator}/${metre!.denominator} to ${nextMetre.numerator}/${nextMetre.denominator} at ${nextMetre.time} s. Cut it with splitOnChanges() first.`,
    );
  }
  const qpm = tempo?.qpm ?? defaultQpm;
  const stepAt = (seconds: number | null | undefined): number => {
    const step = Math.floor(((seconds ?? 0) * stepsPerQuarter * qpm) / 60 + 0.5);
    if (step >= 0 && step <= limits.steps) return step;
    throw new InvalidArgumentError(
      `Times must be from 0 to ${limits.steps} steps to be quantised. Received: ${seconds} s.`,
    );
  };
  const notes = (sequence.notes ?? []).map((note) => {
    const quantizedStartStep = stepAt(note.startTime);
    const quantizedEndStep = Math.max(stepAt(note.endTime), quantizedStartStep + 1);
    return { ...note, quantizedStartStep, quantizedEndStep };
  });
  const totalQuantizedSteps = notes.reduce(
    (last, { quantizedEndStep }) => Math.max(last, quantizedEndStep),
    stepAt(sequence.totalTime),
  );
  return {
    ...sequence,
    quantizationInfo: { stepsPerQuarter },
    tempos: [{ time: 0, qpm }],
    timeSignatures: [
      { time: 0, numerator: metre?.numerator ?? 4, denominator: metre?.denominator ?? 4 },
    ],
    notes,
    totalQuantizedSteps,
    ...(sequence.controlChanges && {
      controlChanges: sequence.controlChanges.map((change) => ({
        ...change,
        quantizedStep: stepAt(change.time),
      })),
    }),
  };
}
