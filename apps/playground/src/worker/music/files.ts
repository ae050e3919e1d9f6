/** Reads MIDI files, and writes MIDI and WAV files. */
import { IncompatibleError, NotFoundError } from '@speil/api';
import {
  extractMelody,
  readMidi,
  renderNotes,
  findStretches,
  windows,
  writeMidi,
  writeWav,
} from '@speil/music';
import type { MusicVae, NoteSequence } from '@speil/music';
import { melodyPitches, sampleRate } from '../protocol/music';
import type { Ending, MusicKind, Pattern, Song, Take } from '../protocol/music';
import { toPattern } from './patterns';

/** Upper bound on the patterns of one file. */
const mostWindows = 200;
/** The length of a pattern: two bars of 4/4 in sixteenths, or as many bars of another metre as have the same length. */
const asHeard = { bars: 2, stepsPerBar: 16 } as const;

/**
 * @throws InvalidFileError for a damaged file, NotFoundError for a file without a pattern of the scene's kind,
 *   IncompatibleError if all pitches are outside the model's range.
 */
export function readSong(
  kind: MusicKind,
  converter: MusicVae['converter'],
  bytes: Uint8Array,
  name: string,
): Song {
  const song = readMidi(bytes, { what: name });
  const found = new Map<string, Pattern>();
  let beyond = false;
  for (const { grid, bars, hop } of findStretches(selectPlayed(kind, song), asHeard).fitting) {
    for (const window of windows(grid, { bars, hop })) {
      const pattern = toPattern(converter, fitToModel(kind, window));
      beyond ||= kind === 'melodies' && (window.notes ?? []).every(isBeyond);
      if (pattern.some((label) => label > 1 || (kind === 'beats' && label > 0))) {
        found.set(pattern.join(), pattern);
      }
      if (found.size >= mostWindows) break;
    }
  }
  if (found.size === 0 && beyond) {
    const { lowest, highest } = melodyPitches;
    throw new IncompatibleError(
      `This scene needs pitches from ${lowest} to ${highest}. Received: ${name}, which has none of them.`,
    );
  }
  if (found.size === 0) {
    const what = kind === 'beats' ? 'drums' : 'a melody';
    throw new NotFoundError(
      `This scene needs bars of 4/4, or of a metre that fits into them, with ${what}. Received: none in ${name}.`,
    );
  }
  return { patterns: [...found.values()], qpm: song.tempos?.[0]?.qpm ?? undefined };
}

function isBeyond({ pitch }: { readonly pitch?: number | null | undefined }): boolean {
  return (pitch ?? 0) < melodyPitches.lowest || (pitch ?? 0) > melodyPitches.highest;
}

function selectPlayed(kind: MusicKind, sequence: NoteSequence): NoteSequence {
  const notes = (sequence.notes ?? []).filter(({ isDrum }) => isDrum === (kind === 'beats'));
  return { ...sequence, notes };
}

/** Reduces a melody to one line within the model's range. */
function fitToModel(kind: MusicKind, window: NoteSequence): NoteSequence {
  if (kind === 'beats') return window;
  const { lowest, highest } = melodyPitches;
  return extractMelody(window, { minPitch: lowest, maxPitch: highest }).sequence;
}

function toSequence({ notes, length, qpm, isDrums, program }: Take): NoteSequence {
  return {
    tempos: [{ time: 0, qpm }],
    timeSignatures: [{ time: 0, numerator: 4, denominator: 4 }],
    totalTime: length,
    notes: notes.map(({ pitch, start, end, velocity }) => ({
      ...{ pitch, velocity, startTime: start, endTime: end },
      ...{ isDrum: isDrums, program: isDrums ? 0 : program, instrument: 0 },
    })),
  };
}

export function toMidi(take: Take): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(writeMidi(toSequence(take)));
}

/** The loudest sample of a file: 1 dB below full scale. */
const peak = 10 ** (-1 / 20);

/** The samples of both channels. */
type Stereo = readonly [left: Float32Array<ArrayBuffer>, right: Float32Array<ArrayBuffer>];

/**
 * Renders a take in stereo. As a loop, the file ends with its last bar, and the sound that rings beyond the end is
 * mixed into the start, as when it repeats. With a tail, the file ends in silence.
 */
export function toWav(take: Take, ending: Ending): Uint8Array<ArrayBuffer> {
  const [left, right] = ending === 'loop' ? renderLoop(take) : render(take);
  const loudest = [left, right]
    .map((side) => side.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0))
    .reduce((most, sample) => Math.max(most, sample));
  const gain = loudest === 0 ? 1 : peak / loudest;
  const both = new Float32Array(2 * left.length);
  left.forEach((sample, i) => {
    both[2 * i] = gain * sample;
    both[2 * i + 1] = gain * right[i]!;
  });
  return writeWav(both, sampleRate, 2);
}

/** Renders the notes of each pan together, and mixes them into both channels. */
function render(take: Take): Stereo {
  const pans = new Set([0, ...take.notes.map(({ pan }) => pan)]);
  const parts = [...pans].map((pan) => {
    const notes = take.notes.filter((note) => note.pan === pan);
    return { pan, samples: renderNotes(toSequence({ ...take, notes }), { sampleRate }) };
  });
  const length = parts.reduce((most, { samples }) => Math.max(most, samples.length), 0);
  const stereo: Stereo = [new Float32Array(length), new Float32Array(length)];
  for (const { pan, samples } of parts) {
    // Equal-power panning, as the page does it (Web Audio 1.0, StereoPannerNode).
    const angle = ((pan + 1) * Math.PI) / 4;
    for (const [side, gain] of [Math.cos(angle), Math.sin(angle)].entries()) {
      const track = stereo[side]!;
      for (let i = 0; i < samples.length; i++) track[i]! += gain * samples[i]!;
    }
  }
  return stereo;
}

/** Renders the loop twice, and keeps the second repetition. */
function renderLoop(take: Take): Stereo {
  const { notes, length } = take;
  const again = notes.map((note) => ({
    ...note,
    start: note.start + length,
    end: note.end + length,
  }));
  const size = Math.round(length * sampleRate);
  const [left, right] = render({ ...take, notes: [...notes, ...again], length: 2 * length });
  return [left.slice(size, 2 * size), right.slice(size, 2 * size)];
}
