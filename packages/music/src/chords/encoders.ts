/**
 * Encodes chords as the vectors that a MusicVAE checkpoint expects. The `chordEncoder` of its configuration selects one
 * of three encodings: one-hot over major and minor triads, one-hot over four kinds of triads, or root, pitches and
 * bass.
 */
import { InvalidArgumentError } from '@speil/api';
import { parseChord, triads } from '../theory/chord-symbols.js';
import { noChord } from '../theory/spelling.js';

export const chordEncoderTypes = [
  'MajorMinorChordEncoder',
  'TriadChordEncoder',
  'PitchChordEncoder',
] as const;
/** The name of a chord encoder in a checkpoint's configuration. */
export type ChordEncoderType = (typeof chordEncoderTypes)[number];

const pitchClasses = 12;

/** Turns chord symbols into a network's inputs. */
export interface ChordEncoder {
  /** Size of a chord's vector: 25, 49 or 37. */
  readonly depth: number;
  /**
   * Encodes a chord symbol to one row of values.
   *
   * @returns `depth` values.
   * @throws InvalidArgumentError for an invalid chord, or one that this encoder does not support.
   */
  encode(symbol: string): Float32Array;
}

/** The chord encoder of a name. */
export function chordEncoder(type: ChordEncoderType): ChordEncoder {
  switch (type) {
    case 'MajorMinorChordEncoder':
      return oneOf(2, 'a major or minor chord');
    case 'TriadChordEncoder':
      return oneOf(4, 'a major, minor, augmented or diminished chord');
    case 'PitchChordEncoder':
      return pitchEncoder;
  }
}

/** One-hot encoding. Index 0 means no chord. After it, each of the first `kinds` triads has twelve indices, one for each root. */
function oneOf(kinds: number, expected: string): ChordEncoder {
  const depth = 1 + kinds * pitchClasses;
  return {
    depth,
    encode(symbol) {
      const vector = new Float32Array(depth);
      if (symbol === noChord) {
        vector[0] = 1;
        return vector;
      }
      const { root, triad } = parseChord(symbol);
      const kind = triad === null ? -1 : triads.indexOf(triad);
      if (kind < 0 || kind >= kinds) {
        throw new InvalidArgumentError(
          `This model takes ${expected}, or '${noChord}'. Received: '${symbol}'.`,
        );
      }
      vector[1 + kind * pitchClasses + root] = 1;
      return vector;
    },
  };
}

/**
 * The vector consists of a flag for no chord (1 number), the root (12), the pitches (12) and the bass (12). The bass is
 * always the root, as in magenta-js.
 */
const pitchEncoder: ChordEncoder = {
  depth: 1 + 3 * pitchClasses,
  encode(symbol) {
    const vector = new Float32Array(1 + 3 * pitchClasses);
    if (symbol === noChord) {
      vector[0] = 1;
      return vector;
    }
    const { root, pitches } = parseChord(symbol);
    vector[1 + root] = 1;
    for (const pitch of pitches) vector[1 + pitchClasses + pitch] = 1;
    vector[1 + 2 * pitchClasses + root] = 1;
    return vector;
  },
};

/** @returns whether the encoder supports the chord symbol. */
export function isEncodable(encoder: ChordEncoder, symbol: string): boolean {
  try {
    encoder.encode(symbol);
    return true;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return false;
    throw error;
  }
}

/** Spreads chords evenly over steps. @returns `steps * depth` values. @throws InvalidArgumentError for an empty progression. */
export function encodeProgression(
  encoder: ChordEncoder,
  chords: readonly string[],
  steps: number,
): Float32Array {
  if (chords.length === 0) {
    throw new InvalidArgumentError(
      'A chord progression must have at least one chord. Received: none.',
    );
  }
  // A progression may repeat a chord at every step, and parsing is slow: encode each distinct chord once.
  const vectors = new Map([...new Set(chords)].map((chord) => [chord, encoder.encode(chord)]));
  const values = new Float32Array(steps * encoder.depth);
  for (let step = 0; step < steps; step++) {
    const chord = chords[Math.floor((step * chords.length) / steps)]!;
    values.set(vectors.get(chord)!, step * encoder.depth);
  }
  return values;
}
