/** Converts between labels and the note sequences of a model, with the model's own converter. */
import type { MusicVae, NoteSequence } from '@speil/music';
import { argMax, oneHot } from '@speil/music/patterns';
import { patternSteps } from '../protocol/music';
import type { Pattern } from '../protocol/music';

type Converter = MusicVae['converter'];

export function toSequence(converter: Converter, pattern: Pattern): NoteSequence {
  return converter.notes(oneHot(pattern, converter.outputDepth));
}

/** @throws InvalidArgumentError for notes that the converter does not take. */
export function toPattern(converter: Converter, sequence: NoteSequence): Pattern {
  return toPatterns(converter.target(sequence), converter.outputDepth)[0]!;
}

/** @param rows `[count * patternSteps, depth]`, one pattern after the other. */
export function toPatterns(rows: Float32Array, depth: number): readonly Pattern[] {
  const labels = [...argMax(rows, depth)];
  return Array.from({ length: labels.length / patternSteps }, (_, i) =>
    labels.slice(i * patternSteps, (i + 1) * patternSteps),
  );
}
