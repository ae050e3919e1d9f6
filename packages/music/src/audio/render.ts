/** Renders notes to audio with a small synthesiser. The samples are the same on every machine. */
import { InvalidArgumentError } from '@speil/api';
import { uniforms } from '@speil/core/random';
import { checkSequence } from '../theory/check.js';
import { defaultVelocity } from '../notes/midi/write.js';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { unquantize } from '../theory/unquantize.js';
import { DrumSounds, drumOf, drumTail, PitchedVoice, timbreOf, type Voice } from './voices.js';

/** How notes are rendered. */
export interface RenderOptions {
  /** Samples per second, from 8,000 to 96,000. Default 44,100. */
  readonly sampleRate?: number;
}

/**
 * Maximum durations in seconds: `wholeLimit` for a rendering in one array, which is kept in memory, and `piecesLimit`
 * for a rendering in pieces.
 */
const wholeLimit = 900;
const piecesLimit = 7200;
const notesLimit = 100_000;
/** Amplitude of a note at full velocity, before notes are summed. */
const gain = 0.35;

/** A rendering, made piece by piece. */
export interface Rendering {
  /** Samples per second. */
  readonly sampleRate: number;
  /** Total number of samples. */
  readonly length: number;
  /** Consecutive pieces of one second each; the last piece may be shorter. This iterable can be iterated only once. */
  readonly pieces: Generator<Float32Array<ArrayBuffer>, void>;
}

/**
 * Renders one channel of samples from -1 to 1. The sum of all notes passes through a soft limiter (tanh) instead of
 * being clipped. In a quantised sequence, the steps determine the times, and the seconds are ignored. The audio ends
 * after the release of the last note.
 *
 * @throws InvalidArgumentError for more than two hours or 100,000 notes, or for an invalid note or sample rate.
 */
export function renderPieces(given: NoteSequence, options: RenderOptions = {}): Rendering {
  return createRendering(given, options, piecesLimit);
}

/** Renders all pieces to one array. @throws the errors of `renderPieces`; the limit is 15 minutes. */
export function renderNotes(
  given: NoteSequence,
  options: RenderOptions = {},
): Float32Array<ArrayBuffer> {
  const { length, pieces } = createRendering(given, options, wholeLimit);
  const samples = new Float32Array(length);
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return samples;
}

function createRendering(
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
  const sounding = (notes ?? []).map((note) => createSoundingNote(note));
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
  return { sampleRate, length, pieces: renderSeconds(sounding, length, sampleRate) };
}

interface SoundingNote {
  readonly pitch: number;
  readonly program: number;
  readonly isDrum: boolean;
  readonly loudness: number;
  /** Start in seconds. */
  readonly start: number;
  /** Length of the note in seconds, without its release. */
  readonly length: number;
  /** Length of the sound in seconds, including its release. */
  readonly lasts: number;
}

function createSoundingNote(note: Note): SoundingNote {
  const [pitch, program, start] = [note.pitch ?? 0, note.program ?? 0, note.startTime ?? 0];
  const isDrum = note.isDrum ?? false;
  const length = Math.max(0, (note.endTime ?? start) - start);
  const tail = isDrum ? drumTail(drumOf(pitch)) : timbreOf(program).release;
  const loudness = gain * ((note.velocity || defaultVelocity) / 127) ** 1.5;
  return { pitch, program, isDrum, loudness, start, length, lasts: length + tail };
}

function* renderSeconds(
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
      // In a window of a piece, a note may begin slightly before time 0.
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
    yield softClip(track.subarray(0, end - start));
  }
}

/**
 * Applies tanh to each sample. It is approximated by the fourth convergent of its continued fraction; the error is
 * below 1e-6 for absolute values up to 3, and below 1e-4 beyond. Calling Math.tanh inside the generator took longer
 * than synthesising all voices: Math.tanh is slow, and JavaScript engines optimise generators less well. So this is a
 * function of its own.
 */
function softClip(track: Float64Array): Float32Array<ArrayBuffer> {
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
