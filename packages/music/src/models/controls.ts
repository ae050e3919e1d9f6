/**
 * Encodes the control inputs of a model: chords, a key, and the extra controls of its checkpoint. There is one row of
 * numbers per step.
 */
import { InvalidArgumentError } from '@speil/api';
import { chordEncoder, encodeProgression } from '../chords/encoders.js';
import { noChord } from '../theory/spelling.js';
import { sideBySide } from '../converters/converter.js';
import type { MusicVaePlan } from './plan.js';

/** What a conditional model receives beside the notes: chords, a key, further controls. */
export interface Controls {
  /** Chord symbols, spread evenly over the steps. */
  readonly chords?: readonly string[];
  /** Pitch class of the tonic, 0 (C) to 11 (B). */
  readonly key?: number;
  /** Extra controls by name, `rows * depth` values each. */
  readonly extra?: Readonly<Record<string, Float32Array>>;
}

/**
 * @returns `rows * controlDepth` values; undefined for an unconditional model.
 * @throws InvalidArgumentError if a control is missing, or is given to a model that does not take it.
 */
export function controlRows(plan: MusicVaePlan, controls: Controls = {}): Float32Array | undefined {
  const { config, converter } = plan;
  const rows = converter.outputRows;
  const { chords, key, extra = {} } = controls;
  assertGiven('chords', 'a chord progression', config.chordEncoder !== null, chords);
  assertGiven('key', 'a key', config.conditionOnKey, key);
  const parts: { values: Float32Array; depth: number }[] = [];
  if (config.chordEncoder !== null) parts.push(chordRows(plan, chords!));
  if (config.conditionOnKey) parts.push({ values: keyRows(key!, rows), depth: 12 });
  for (const { name, depth } of config.extraControls) {
    const values = extra[name];
    if (values?.length !== rows * depth) {
      throw new InvalidArgumentError(
        `This model needs the control '${name}' of ${rows} x ${depth} numbers. Received: ${values?.length ?? 'none'}.`,
      );
    }
    parts.push({ values, depth });
  }
  const known = config.extraControls.map(({ name }) => name);
  const unknown = Object.keys(extra).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `This model takes ${known.length === 0 ? 'no other controls' : `the controls ${known.join(', ')}`}. Received: '${unknown}'.`,
    );
  }
  return parts.length === 0 ? undefined : sideBySide(parts, rows);
}

function assertGiven(name: string, what: string, isRequired: boolean, value: unknown): void {
  if (isRequired === (value !== undefined)) return;
  throw new InvalidArgumentError(
    isRequired
      ? `This model needs ${what} (${name}). Received: none.`
      : `This model takes no ${name}. Received: ${what}.`,
  );
}

/**
 * Encodes a chord progression. In a model of tracks it is repeated for each track, after one row for the track's
 * program.
 */
function chordRows(
  { config, converter }: MusicVaePlan,
  chords: readonly string[],
): { values: Float32Array; depth: number } {
  const encoder = chordEncoder(config.chordEncoder!);
  const { depth } = encoder;
  if (converter.endToken === null) {
    return { values: encodeProgression(encoder, chords, converter.outputRows), depth };
  }
  if (chords.length > 1) {
    throw new InvalidArgumentError(
      `A model of tracks takes one chord per bar. Received: ${chords.length} (decode bar by bar).`,
    );
  }
  const segments = converter.segments!;
  const each = converter.outputRows / segments;
  const track = new Float32Array(each * depth);
  track.set(encoder.encode(noChord));
  track.set(encodeProgression(encoder, chords, each - 1), depth);
  const values = new Float32Array(segments * track.length);
  for (let segment = 0; segment < segments; segment++) values.set(track, segment * track.length);
  return { values, depth };
}

function keyRows(key: number, rows: number): Float32Array {
  if (!Number.isInteger(key) || key < 0 || key > 11) {
    throw new InvalidArgumentError(
      `key must be a whole number from 0 (C) to 11 (B). Received: ${key}.`,
    );
  }
  const values = new Float32Array(rows * 12);
  for (let row = 0; row < rows; row++) values[row * 12 + key] = 1;
  return values;
}
