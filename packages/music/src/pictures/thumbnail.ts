/**
 * Draws notes as a small picture, so that many fit side by side: one pixel per step, and rows for drums and pitches. It
 * is grey on black, like the pictures of digits. It has no lines for beats, because a terminal without colours would
 * show them as bright as notes.
 */
import type { NoteSequence } from '../theory/note-sequence.js';
import type { NoteConverter } from '../converters/converter.js';
import { drumClasses, drumClassTable } from '../sequences/drums.js';

/** Three octaves from C3. Other pitches are moved into this range by octaves. */
const pitches = { low: 48, high: 83 };
const pitchRows = pitches.high - pitches.low + 1;
/** Two pixels per drum. One empty row separates melody and drums. */
const drumRows = 2 * drumClasses.length;
const onset = 255;
const sustained = 140;

/** A small picture of a piece. */
export interface Thumbnail {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Grey. */
  readonly channels: 1;
  /** Row-major, one byte per pixel. */
  readonly pixels: Uint8Array;
}

export type ThumbnailParts = Pick<NoteConverter, 'type'>;

/** Height, width and channels of the thumbnails of a model's sequences. */
export function thumbnailShape(converter: ThumbnailParts, steps: number): [number, number, 1] {
  const { pitched, drums } = partsOf(converter);
  return [
    (pitched ? pitchRows : 0) + (pitched && drums ? 1 : 0) + (drums ? drumRows : 0),
    steps,
    1,
  ];
}

/**
 * Draws a piece in a few pixels.
 *
 * @param sequence quantised, or with only times, like a groove.
 * @param steps width of the picture.
 */
export function thumbnail(
  sequence: NoteSequence,
  converter: ThumbnailParts & Pick<NoteConverter, 'stepsPerQuarter'>,
  steps: number,
): Thumbnail {
  const [height, width] = thumbnailShape(converter, steps);
  const { pitched } = partsOf(converter);
  const pixels = new Uint8Array(width * height);
  const table = drumClassTable();
  const top = pitched ? pitchRows + 1 : 0;
  const stepSeconds = 60 / (sequence.tempos?.[0]?.qpm ?? 120) / converter.stepsPerQuarter;
  for (const note of sequence.notes ?? []) {
    const start = note.quantizedStartStep ?? Math.round((note.startTime ?? 0) / stepSeconds);
    const end = note.quantizedEndStep ?? start + 1;
    if (start < 0 || start >= width) continue;
    const drum = note.isDrum || !pitched ? table[note.pitch ?? 0]! : -1;
    if (drum >= 0) {
      // The shade shows the velocity. A hit without a velocity is bright.
      const shade = Math.round(90 + (165 * (note.velocity || 127)) / 127);
      const row = top + 2 * (drumClasses.length - 1 - drum);
      pixels[row * width + start] = shade;
      pixels[(row + 1) * width + start] = shade;
    } else if (pitched && !note.isDrum) {
      const row = pitches.high - foldIntoRange(note.pitch ?? 0);
      for (let step = start; step < Math.min(end, width); step++) {
        pixels[row * width + step] = step === start ? onset : sustained;
      }
    }
  }
  return { width, height, channels: 1, pixels };
}

function foldIntoRange(pitch: number): number {
  let within = pitch;
  while (within < pitches.low) within += 12;
  while (within > pitches.high) within -= 12;
  return within;
}

function partsOf({ type }: Pick<NoteConverter, 'type'>): { pitched: boolean; drums: boolean } {
  const rhythm =
    type.startsWith('Drum') || type === 'GrooveConverter' || type === 'MelodyRhythmConverter';
  return {
    pitched: !rhythm,
    drums: rhythm || type.startsWith('Trio') || type === 'MultitrackConverter',
  };
}
