/** Songs as examples for a model: cut into windows of its length, as rows of its converter. */
import {
  InvalidArgumentError,
  stackRows,
  type Batch,
  type Dataset,
  type ModelSpec,
  type SkippedItem,
} from '@speil/api';
import { permutation, uniforms } from '@speil/core/random';
import { controlRows, type Controls } from '../models/controls.js';
import { planOfSpec } from '../models/plan.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import { omissionsText, type Omission } from '../notes/shared/omissions.js';
import { toGeneralMidi, type DrumClass } from '../sequences/drums.js';
import { findStretches } from '../sequences/stretches.js';
import { transpose } from '../sequences/transpose.js';
import { windows } from '../sequences/windows.js';
import { createPreparation, type Preparation } from './preparation.js';
import { createConditioning, type ExtraControls, type Conditioning } from './conditioning.js';

/** Songs of one side of a split. */
export interface SongSource {
  readonly id: string;
  readonly songs: readonly { readonly sequence: NoteSequence }[];
  /** Drums of the kit, where it is not General MIDI's. */
  readonly kit?: readonly DrumClass[];
  readonly fingerprint: string;
  /** Files that could not be read. */
  readonly skipped?: readonly SkippedItem[];
  /** What was skipped inside of others: told in the description. */
  readonly omitted?: readonly Omission[];
}

export interface ExamplesOptions {
  /** Bars from the start of a window to the start of the next. Default 1. */
  readonly hop?: number;
  /** Each reading in training moves pitches by up to so many semitones, drawn anew every epoch. Default 0. */
  readonly transposition?: number;
  /** Of those draws, and of the songs that a limit takes. Default 1. */
  readonly seed?: number;
  /** Only so many windows, of songs that are drawn across the collection. Default all. */
  readonly limit?: number;
  /** For a model with extra controls, which songs do not say. */
  readonly extra?: ExtraControls;
}

export interface NoteExamples extends Dataset {
  /** What the model is told with an example, before any transposition; undefined where it is told nothing. */
  controls(index: number): Controls | undefined;
  /** The window of an example, before any transposition. */
  sequence(index: number): NoteSequence;
  /** What the encoder reads; of every model, whether its input is given or is the item. */
  inputs(indices: ArrayLike<number>, options?: { readonly epoch?: number }): Batch;
  read(indices: ArrayLike<number>, options?: { readonly epoch?: number }): Batch;
}

/**
 * Windows that the model's converter takes: of a metre whose bars fill its steps, with at least two onsets, each once. A model that
 * is told chords or a key is told those of the song, or those that are inferred where the song has none; windows with a chord
 * that it does not know are left out. They move with the pitches.
 *
 * @throws IncompatibleError for a model with extra controls and no `extra`.
 */
export function noteExamples(
  { id, songs, fingerprint, kit, skipped = [], omitted = [] }: SongSource,
  spec: ModelSpec,
  { hop = 1, transposition = 0, seed = 1, limit = Infinity, extra }: ExamplesOptions = {},
): NoteExamples {
  const plan = planOfSpec(spec);
  const { converter, controlDepth, config } = plan;
  const prepare = createPreparation(config);
  const telling = createConditioning(plan, extra);
  const seen = new Set<string>();
  const all: NoteSequence[] = [];
  let [read, barren, repeats] = [0, 0, 0];
  for (const { sequence } of limit < Infinity ? shuffled(songs, seed) : songs) {
    if (all.length >= limit) break;
    let cut = 0;
    for (const window of windowsOf(kit ? toGeneralMidi(sequence, kit) : sequence, {
      prepare,
      telling,
      hop,
    })) {
      if (all.length >= limit) break;
      cut += 1;
      const key = nameOf(window, telling);
      if (seen.has(key)) {
        repeats += 1;
        continue;
      }
      seen.add(key);
      all.push(window);
    }
    read += 1;
    if (cut === 0) barren += 1;
  }
  const at = (index: number): NoteSequence => {
    const window = all[index];
    if (window === undefined) {
      throw new InvalidArgumentError(
        `${id} has examples 0 to ${all.length - 1}. Received: ${index}.`,
      );
    }
    return window;
  };
  const drawn = (index: number, epoch: number | undefined): NoteSequence => {
    const window = at(index);
    if (transposition === 0 || epoch === undefined) return window;
    const key = { seed, purpose: 'augmentation', step: epoch, operation: index } as const;
    const [u] = uniforms(key, 1) as unknown as [number];
    return moved(window, Math.floor(u * (2 * transposition + 1)) - transposition, prepare);
  };
  const { inputRows, inputDepth, outputRows, outputDepth } = converter;
  const rows = (
    indices: ArrayLike<number>,
    epoch: number | undefined,
    encode: (sequence: NoteSequence) => Float32Array,
    shape: readonly number[],
  ): Batch =>
    stackRows(
      Array.from(indices, (index) => encode(drawn(index, epoch))),
      shape,
    );
  return {
    id,
    size: all.length,
    shape: spec.codec.shape,
    fingerprint,
    description: [
      describeCut({ read, barren, repeats, windows: all.length }),
      ...(omitted.length > 0 ? [`skipped: ${omissionsText(omitted)}`] : []),
    ].join('; '),
    ...(skipped.length > 0 && { skipped }),
    sequence: at,
    controls: (index) => telling.controls(at(index)),
    ...(controlDepth > 0 && {
      conditions: (indices, options) =>
        rows(indices, options?.epoch, (window) => controlRows(plan, telling.controls(window))!, [
          outputRows * controlDepth,
        ]),
    }),
    read: (indices, options) =>
      rows(indices, options?.epoch, (window) => converter.target(window), [
        outputRows,
        outputDepth,
      ]),
    inputs: (indices, options) =>
      rows(indices, options?.epoch, (window) => converter.input(window), [inputRows, inputDepth]),
  };
}

/** What became of songs, so that nobody wonders where the others are. */
function describeCut(counts: {
  readonly read: number;
  readonly barren: number;
  readonly repeats: number;
  readonly windows: number;
}): string {
  const { read, barren, repeats, windows } = counts;
  const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  const left = [
    ...(repeats > 0 ? [`${many(repeats, 'repeat')} left out`] : []),
    ...(barren > 0 ? [`${many(barren, 'song')} without a window that fits the model`] : []),
  ];
  return [`${many(read, 'song')} -> ${many(windows, 'window')}`, ...left].join(', ');
}

/** Collections lie by composer or by style: the first songs would be of one. The same draw as of pictures. */
function shuffled<T>(songs: readonly T[], seed: number): readonly T[] {
  return Array.from(permutation({ seed, purpose: 'limiting' }, songs.length), (i) => songs[i]!);
}

interface Cutting {
  readonly prepare: Preparation;
  readonly telling: Conditioning;
  readonly hop: number;
}

function* windowsOf(
  song: NoteSequence,
  { prepare, telling, hop }: Cutting,
): Generator<NoteSequence> {
  const { fitting } = findStretches(song, { ...prepare.window, hop });
  for (const { grid, bars, hop: each } of fitting) {
    // Of the whole piece: a melody alone says less of its chords than what goes with it.
    for (const line of prepare.lines(telling.annotated(grid))) {
      for (const window of windows(line, { bars, hop: each })) {
        const onsets = new Set(window.notes!.map(({ quantizedStartStep }) => quantizedStartStep));
        if (onsets.size >= 2 && telling.isKnown(window)) yield window;
      }
    }
  }
}

/** Windows with the same notes at the same steps over the same chords are the same example, however loud they are. */
function nameOf(window: NoteSequence, telling: Conditioning): string {
  const { chords = [], key = '' } = telling.controls(window) ?? {};
  const notes = window
    .notes!.map(
      ({ pitch, quantizedStartStep: start, quantizedEndStep: end, program, isDrum }) =>
        `${pitch},${start},${isDrum ? '' : end},${program ?? 0}`,
    )
    .sort();
  return [...notes, ...chords, key].join(' ');
}

/** As far as the range lets it. */
function moved(window: NoteSequence, semitones: number, { range }: Preparation): NoteSequence {
  const pitches = window.notes!.filter(({ isDrum }) => !isDrum).map(({ pitch }) => pitch ?? 0);
  if (pitches.length === 0 || semitones === 0) return window;
  const down = range[0] - Math.min(...pitches);
  const up = range[1] - Math.max(...pitches);
  return transpose(window, Math.max(down, Math.min(up, semitones)));
}
