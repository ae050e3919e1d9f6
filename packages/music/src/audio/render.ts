/** Notes as sound. A small synthesiser: enough to hear what a model plays, the same samples on every machine. */
import { InvalidArgumentError } from '@speil/api';
import { uniforms } from '@speil/core/random';
import { soundSequence } from '../notes/check.js';
import { defaultVelocity } from '../notes/midi-write.js';
import type { NoteSequence } from '../notes/note-sequence.js';
import { unquantize } from '../sequences/unquantize.js';
import { drumVoice, pitchedVoice } from './voices.js';

export interface RenderOptions {
  /** Samples a second, from 8,000 to 96,000. Default 44,100. */
  readonly sampleRate?: number;
}

/** Seconds of sound that are made at most, and notes. */
const secondsLimit = 900;
const notesLimit = 100_000;
/** How loud a full note is before notes are added up. */
const gain = 0.35;

/**
 * One channel of samples from -1 to 1; where many notes sound at once the sum is bent (tanh), not cut. Of a quantised sequence
 * the steps count. The sound ends with the last note's tail.
 *
 * @throws InvalidArgumentError for more than 15 minutes, or for notes that are none.
 */
export function renderNotes(
  given: NoteSequence,
  { sampleRate = 44_100 }: RenderOptions = {},
): Float32Array<ArrayBuffer> {
  if (!(sampleRate >= 8000 && sampleRate <= 96_000) || !Number.isInteger(sampleRate)) {
    throw new InvalidArgumentError(
      `sampleRate must be a whole number from 8000 to 96000. Received: ${sampleRate}.`,
    );
  }
  const checked = soundSequence(given);
  const { notes, totalTime } = checked.quantizationInfo?.stepsPerQuarter
    ? unquantize(checked)
    : checked;
  const sounding = (notes ?? []).map(({ pitch, program, isDrum, velocity, startTime, endTime }) => {
    const start = startTime ?? 0;
    const voice = isDrum
      ? drumVoice(pitch ?? 0)
      : pitchedVoice(pitch ?? 0, program ?? 0, sampleRate);
    const length = Math.max(0, (endTime ?? start) - start);
    return { start, length, voice, loudness: gain * ((velocity || defaultVelocity) / 127) ** 1.5 };
  });
  const end = sounding.reduce(
    (last, { start, length, voice }) => Math.max(last, start + length + voice.tail),
    totalTime ?? 0,
  );
  if (end > secondsLimit || sounding.length > notesLimit) {
    throw new InvalidArgumentError(
      `At most ${secondsLimit} seconds and ${notesLimit} notes are rendered. Received: ${Math.round(end)} seconds and ${sounding.length} notes.`,
    );
  }
  const samples = new Float32Array(Math.ceil(end * sampleRate));
  const noise = uniforms({ seed: 0, purpose: 'synthetic' }, 2 * sampleRate);
  for (const { start, length, voice, loudness } of sounding) {
    const first = Math.round(start * sampleRate);
    const count = Math.min(samples.length - first, Math.ceil((length + voice.tail) * sampleRate));
    for (let i = 0; i < count; i++) {
      const drawn = 2 * noise[i % noise.length]! - 1;
      samples[first + i]! += loudness * voice.sample(i / sampleRate, length, drawn);
    }
  }
  return samples.map((value) => Math.tanh(value));
}
