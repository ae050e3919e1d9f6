/** Converts the steps of a quantised sequence to times in seconds. */
import type { NoteSequence } from './note-sequence.js';
import { defaultQpm } from './tempo-map.js';
import { stepsPerQuarterOf } from './quantized.js';

/**
 * Gives the notes of a quantised sequence times in seconds, from their steps.
 *
 * @param qpm quarter notes per minute. Default: the sequence's tempo, or 120.
 * @throws InvalidArgumentError for a sequence that is not quantised to steps of a quarter.
 */
export function unquantize(sequence: NoteSequence, qpm?: number): NoteSequence {
  const stepsPerQuarter = stepsPerQuarterOf(sequence);
  const tempo = qpm ?? sequence.tempos?.[0]?.qpm ?? defaultQpm;
  const { quantizationInfo: _info, totalQuantizedSteps, ...rest } = sequence;
  const secondsAt = (step: number | null | undefined): number =>
    ((step ?? 0) * 60) / (tempo * stepsPerQuarter);
  const notes = (sequence.notes ?? []).map(({ quantizedStartStep, quantizedEndStep, ...note }) => ({
    ...note,
    startTime: secondsAt(quantizedStartStep),
    endTime: secondsAt(quantizedEndStep),
  }));
  const totalTime = notes.reduce(
    (last, { endTime }) => Math.max(last, endTime),
    secondsAt(totalQuantizedSteps),
  );
  const controlChanges = sequence.controlChanges?.map(({ quantizedStep, ...change }) => ({
    ...change,
    time: secondsAt(quantizedStep),
  }));
  return {
    ...rest,
    tempos: [{ time: 0, qpm: tempo }],
    notes,
    totalTime,
    ...(controlChanges && { controlChanges }),
  };
}
