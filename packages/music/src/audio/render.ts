/** Notes as sound. A small synthesiser: enough to hear what a model plays, the same samples on every machine. */
import { InvalidArgumentError } from '@speil/api';
import { uniforms } from '@speil/core/random';
import { checkSequence } from '../theory/check.js';
import { defaultVelocity } from '../notes/midi/write.js';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { unquantize } from '../theory/unquantize.js';
import { DrumSounds, drumOf, drumTail, PitchedVoice, timbreOf, type Voice } from './voices.js';

export interface RenderOptions {
  /** Samples a second, from 8,000 to 96,000. Default 44,100. */
  readonly sampleRate?: number;
}

/** Seconds of sound that are made at most: as a whole, which is held in memory, and in pieces, which fill a disk. */
const wholeLimit = 900;
const piecesLimit = 7200;
const notesLimit = 100_000;
/** How loud a full note is before notes are added up. */
const gain = 0.35;

export interface Rendering {
  readonly sampleRate: number;
  /** Samples of all pieces. */
  readonly length: number;
  /** One after the other, each of a second, the last of what is left. Each rendering is gone through once. */
  readonly pieces: Generator<Float32Array<ArrayBuffer>, void>;
}

/**
 * One channel of samples from -1 to 1; where many notes sound at once the sum is bent (tanh), not cut. Of a quantised sequence
 * the steps count. The sound ends with the last note's tail.
 *
 * @throws InvalidArgumentError for more than two hours, or for notes that are none.
 */
export function renderPieces(given: NoteSequence, options: RenderOptions = {}): Rendering {
  return rendering(given, options, piecesLimit);
}

/** All pieces as one. @throws InvalidArgumentError for more than 15 minutes, or for notes that are none. */
export function renderNotes(
  given: NoteSequence,
  options: RenderOptions = {},
): Float32Array<ArrayBuffer> {
  const { length, pieces } = rendering(given, options, wholeLimit);
  const samples = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return samples;
}

function rendering(
  given: NoteSequence,
  { sampleRate = 44_100 }: RenderOptions,
  secondsLimit: number,
): Rendering {
  if (!(sampleRate >= 8000 && sampleRate <= 96_000) || !Number.isInteger(sampleRate)) {
    throw new InvalidArgumentError(
      `sampleRate must be a whole number from 8000 to 96000. Received: ${sampleRate}.`,
    );
  }
  const checked = checkSequence(given);
  const { notes, totalTime } = checked.quantizationInfo?.stepsPerQuarter
    ? unquantize(checked)
    : checked;
  const sounding = (notes ?? []).map((note) => soundingNote(note));
  const end = sounding.reduce(
    (last, { start, lasts }) => Math.max(last, start + lasts),
    totalTime ?? 0,
  );
  if (end > secondsLimit || sounding.length > notesLimit) {
    throw new InvalidArgumentError(
      `At most ${secondsLimit} seconds and ${notesLimit} notes are rendered. Received: ${Math.round(end)} seconds and ${sounding.length} notes.`,
    );
  }
  sounding.sort((a, b) => a.start - b.start);
  const length = Math.ceil(end * sampleRate);
  return { sampleRate, length, pieces: piecesOf(sounding, length, sampleRate) };
}

interface SoundingNote {
  readonly pitch: number;
  readonly program: number;
  readonly isDrum: boolean;
  readonly loudness: number;
  /** Seconds; `length` is the note's, `lasts` with its tail. */
  readonly start: number;
  readonly length: number;
  readonly lasts: number;
}

function soundingNote(note: Note): SoundingNote {
  const [pitch, program, start] = [note.pitch ?? 0, note.program ?? 0, note.startTime ?? 0];
  const isDrum = note.isDrum ?? false;
  const length = Math.max(0, (note.endTime ?? start) - start);
  const tail = isDrum ? drumTail(drumOf(pitch)) : timbreOf(program).release;
  const loudness = gain * ((note.velocity || defaultVelocity) / 127) ** 1.5;
  return { pitch, program, isDrum, loudness, start, length, lasts: length + tail };
}

function* piecesOf(
  notes: readonly SoundingNote[],
  length: number,
  sampleRate: number,
): Generator<Float32Array<ArrayBuffer>, void> {
  const drums = new DrumSounds(
    sampleRate,
    uniforms({ seed: 0, purpose: 'synthetic' }, 2 * sampleRate),
  );
  const track = new Float64Array(sampleRate);
  let active: { readonly voice: Voice; from: number; readonly to: number }[] = [];
  let next = 0;
  for (let start = 0; start < length; start += sampleRate) {
    const end = Math.min(length, start + sampleRate);
    for (; next < notes.length; next++) {
      const note = notes[next]!;
      const first = Math.round(note.start * sampleRate);
      if (first >= end) break;
      // A window's note may begin a little before its first step.
      const over = Math.max(0, -first);
      const voice = note.isDrum
        ? drums.voice(note.pitch, note.loudness, over)
        : new PitchedVoice(note.pitch, note.program, note, sampleRate, over);
      const count = Math.ceil(note.lasts * sampleRate);
      active.push({ voice, from: first + over, to: Math.min(length, first + count) });
    }
    track.fill(0);
    for (const sounding of active) {
      const until = Math.min(sounding.to, end);
      if (until <= sounding.from) continue;
      sounding.voice.add(track, sounding.from - start, until - sounding.from);
      sounding.from = until;
    }
    active = active.filter(({ to }) => to > end);
    yield bent(track.subarray(0, end - start));
  }
}

/**
 * The hyperbolic tangent of each: the fourth convergent of its continued fraction, within 1e-6 up to 3 and 1e-4 beyond. In a function of
 * its own, for what is in a generator is not compiled as well; that and Math.tanh took longer than all voices.
 */
function bent(track: Float64Array): Float32Array<ArrayBuffer> {
  const piece = new Float32Array(track.length);
  for (let i = 0; i < piece.length; i++) {
    const x = track[i]!;
    const square = x * x;
    const above = x * (135_135 + square * (17_325 + square * (378 + square)));
    const below = 135_135 + square * (62_370 + square * (3150 + square * 28));
    const value = above / below;
    piece[i] = value > 1 ? 1 : value < -1 ? -1 : value;
  }
  return piece;
}
