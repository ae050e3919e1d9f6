/** Chord symbols in a sequence: text annotations of type CHORD_SYMBOL. Each applies until the next one. */
import type { NoteSequence } from './note-sequence.js';

type TextAnnotation = NonNullable<NoteSequence['textAnnotations']>[number];

/** `TextAnnotationType.CHORD_SYMBOL` of the protobuf. */
const chordSymbol: NonNullable<TextAnnotation['annotationType']> = 1;

export function isChord({ annotationType }: TextAnnotation): boolean {
  return annotationType === chordSymbol;
}

/**
 * Makes the annotation of a chord symbol at a time.
 *
 * @param time the time in seconds.
 * @param quantizedStep the chord's step, if the sequence is quantised.
 */
export function chordAnnotation(
  text: string,
  time: number,
  quantizedStep?: number,
): TextAnnotation {
  return {
    ...{ text, time, annotationType: chordSymbol },
    ...(quantizedStep !== undefined && { quantizedStep }),
  };
}
