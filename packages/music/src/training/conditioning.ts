/**
 * Derives the control inputs of a model from a window of a song: the chords and the key of the window. They have the
 * type `Controls`, in which users also give them, so that `controlRows` encodes them both in training and in inference.
 */
import { IncompatibleError } from '@speil/api';
import { chordEncoder, isEncodable, type ChordEncoderType } from '../chords/encoders.js';
import { inferChords, type ChordKind } from '../chords/infer-chords.js';
import { noChord } from '../theory/spelling.js';
import type { Controls } from '../models/controls.js';
import type { MusicVaePlan } from '../models/plan.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import { isChord } from '../theory/chord-changes.js';

/**
 * Computes the extra controls for a window, by name, with `rows * depth` numbers each. Songs do not contain these
 * controls.
 */
export type ExtraControls = (window: NoteSequence) => NonNullable<Controls['extra']>;

/** What a conditional model is conditioned on, for the songs of a dataset. */
export interface Conditioning {
  /**
   * Infers the chords and keys that the model is conditioned on, if a quantised piece has none, and adds them to the
   * piece.
   */
  readonly annotated: (piece: NoteSequence) => NoteSequence;
  /** Whether the model knows all chords of a window. */
  readonly isKnown: (window: NoteSequence) => boolean;
  /** The control inputs of a window; undefined for an unconditional model. */
  readonly controls: (window: NoteSequence) => Controls | undefined;
}

/** The kinds of chords that are inferred for each encoder: the kinds that the encoder distinguishes. */
const kindsOf: Readonly<Record<ChordEncoderType, readonly ChordKind[]>> = {
  MajorMinorChordEncoder: ['', 'm'],
  TriadChordEncoder: ['', 'm', '+', 'dim'],
  PitchChordEncoder: ['', 'm', '+', 'dim', '7', 'maj7', 'm7', 'm7b5'],
};

/**
 * Makes the conditioning of a model.
 *
 * @throws IncompatibleError for a model with extra controls if `extra` is missing.
 */
export function createConditioning(
  { config, controlDepth, converter, spec }: MusicVaePlan,
  extra?: ExtraControls,
): Conditioning {
  const { conditionOnKey, extraControls } = config;
  if (extraControls.length > 0 && extra === undefined) {
    const names = extraControls.map(({ name }) => name).join(', ');
    throw new IncompatibleError(
      `Model ${spec.name} is conditioned on ${names}, which songs do not contain: give them with the option extra. Received: none.`,
    );
  }
  const encoder = config.chordEncoder === null ? null : chordEncoder(config.chordEncoder);
  /** A model of tracks takes one chord per bar. */
  const byBar = converter.endToken !== null;
  return {
    annotated(piece) {
      const chordsLack = encoder !== null && !(piece.textAnnotations ?? []).some(isChord);
      const keyLacks = conditionOnKey && !piece.keySignatures?.length;
      if (!chordsLack && !keyLacks) return piece;
      const inferred = inferChords(piece, {
        ...(config.chordEncoder !== null && { kinds: kindsOf[config.chordEncoder] }),
        ...(byBar && { perBar: 1 }),
      });
      return {
        ...piece,
        ...(chordsLack && { textAnnotations: inferred.textAnnotations ?? [] }),
        ...(keyLacks && { keySignatures: inferred.keySignatures ?? [] }),
      };
    },
    isKnown: (window) =>
      encoder === null ||
      [...new Set(chordsOf(window))].every((symbol) => isEncodable(encoder, symbol)),
    controls(window) {
      if (controlDepth === 0) return undefined;
      const chords = encoder === null ? [] : chordsOf(window);
      return {
        ...(encoder !== null && { chords: byBar ? chords.slice(0, 1) : chords }),
        ...(conditionOnKey && { key: window.keySignatures?.[0]?.key ?? 0 }),
        ...(extraControls.length > 0 && { extra: extra!(window) }),
      };
    },
  };
}

/** The chord of each step. */
function chordsOf({ textAnnotations, totalQuantizedSteps }: NoteSequence): readonly string[] {
  const symbols = Array.from({ length: totalQuantizedSteps ?? 0 }, () => noChord);
  for (const { quantizedStep, text } of (textAnnotations ?? []).filter(isChord)) {
    symbols.fill(text ?? noChord, quantizedStep ?? 0);
  }
  return symbols;
}
