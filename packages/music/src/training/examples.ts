/** Turns songs into training examples: windows of the model's length, encoded as rows of its converter. */
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

/** The songs of one part of a split. */
export interface SongSource {
  /** Name and split, such as `mine/train`. */
  readonly id: string;
  /** The songs, always in the same order. */
  readonly songs: readonly { readonly sequence: NoteSequence }[];
  /** Drum classes of the recorded kit, if it is not General MIDI's. */
  readonly kit?: readonly DrumClass[];
  /** sha256 of the songs, in hex. */
  readonly fingerprint: string;
  /** Files that could not be read. */
  readonly skipped?: readonly SkippedItem[];
  /** What was skipped inside files that were read; the description reports it. */
  readonly omitted?: readonly Omission[];
}

/** How songs become examples. */
export interface ExamplesOptions {
  /** Bars from the start of a window to the start of the next. Default 1. */
  readonly hop?: number;
  /** Largest random transposition in training, in semitones; drawn again in every epoch. Default 0. */
  readonly transposition?: number;
  /** Seed of the transpositions and of the choice of songs under a limit. Default 1. */
  readonly seed?: number;
  /**
   * Maximum number of windows. With a limit, the songs are drawn at random from the collection. Default: all windows.
   */
  readonly limit?: number;
  /** Extra controls of the model, which songs do not contain. */
  readonly extra?: ExtraControls;
}

/** Windows of songs as examples of a model. */
export interface NoteExamples extends Dataset {
  /** The controls of an example before it is transposed; undefined for an unconditional model. */
  controls(index: number): Controls | undefined;
  /** The window of an example before it is transposed. */
  sequence(index: number): NoteSequence;
  /** The input of the encoder, for every model: the separate input if the model has one, otherwise the item itself. */
  inputs(indices: ArrayLike<number>, options?: { readonly epoch?: number }): Batch;
  /** Reads the rows of examples, transposed as the epoch determines. */
  read(indices: ArrayLike<number>, options?: { readonly epoch?: number }): Batch;
}

/**
 * Creates a dataset of the windows that the model's converter accepts. The bars of a window's metre must fill the steps
 * of the model, a window must have at least two onsets, and duplicates are left out. A model that is conditioned on
 * chords or a key gets the song's own, or inferred ones if the song has none. They are transposed with the pitches.
 * Windows with a chord that the model does not know are left out.
 *
 * @throws IncompatibleError for a model with extra controls and no `extra`.
 */
export function createNoteExamples(
  { id, songs, fingerprint, kit, skipped = [], omitted = [] }: SongSource,
  spec: ModelSpec,
  { hop = 1, transposition = 0, seed = 1, limit = Infinity, extra }: ExamplesOptions = {},
): NoteExamples {
  const plan = planOfSpec(spec);
  const { converter, controlDepth, config } = plan;
  const prepare = createPreparation(config);
  const conditioning = createConditioning(plan, extra);
  const seenKeys = new Set<string>();
  const all: NoteSequence[] = [];
  let [read, withoutWindow, repeats] = [0, 0, 0];
  for (const { sequence } of limit < Infinity ? shuffled(songs, seed) : songs) {
    if (all.length >= limit) break;
    let count = 0;
    for (const window of windowsOf(kit ? toGeneralMidi(sequence, kit) : sequence, {
      prepare,
      conditioning,
      hop,
    })) {
      if (all.length >= limit) break;
      count += 1;
      const key = keyOfWindow(window, conditioning);
      if (seenKeys.has(key)) {
        repeats += 1;
        continue;
      }
      seenKeys.add(key);
      all.push(window);
    }
    read += 1;
    if (count === 0) withoutWindow += 1;
  }
  const windowAt = (index: number): NoteSequence => {
    const window = all[index];
    if (window === undefined) {
      throw new InvalidArgumentError(
        `${id} has examples 0 to ${all.length - 1}. Received: ${index}.`,
      );
    }
    return window;
  };
  const transposedWindow = (index: number, epoch: number | undefined): NoteSequence => {
    const window = windowAt(index);
    if (transposition === 0 || epoch === undefined) return window;
    const key = { seed, purpose: 'augmentation', step: epoch, operation: index } as const;
    const [u] = uniforms(key, 1) as unknown as [number];
    return transposeWithin(
      window,
      Math.floor(u * (2 * transposition + 1)) - transposition,
      prepare,
    );
  };
  const { inputRows, inputDepth, outputRows, outputDepth } = converter;
  const rows = (
    indices: ArrayLike<number>,
    epoch: number | undefined,
    encode: (sequence: NoteSequence) => Float32Array,
    shape: readonly number[],
  ): Batch =>
    stackRows(
      Array.from(indices, (index) => encode(transposedWindow(index, epoch))),
      shape,
    );
  return {
    id,
    size: all.length,
    shape: spec.codec.shape,
    fingerprint,
    description: [
      describeWindows({ read, withoutWindow, repeats, windows: all.length }),
      ...(omitted.length > 0 ? [`skipped: ${omissionsText(omitted)}`] : []),
    ].join('; '),
    ...(skipped.length > 0 && { skipped }),
    sequence: windowAt,
    controls: (index) => conditioning.controls(windowAt(index)),
    ...(controlDepth > 0 && {
      conditions: (indices, options) =>
        rows(
          indices,
          options?.epoch,
          (window) => controlRows(plan, conditioning.controls(window))!,
          [outputRows * controlDepth],
        ),
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

/** Describes how many windows the songs gave, and why other windows were left out. */
function describeWindows(counts: {
  readonly read: number;
  readonly withoutWindow: number;
  readonly repeats: number;
  readonly windows: number;
}): string {
  const { read, withoutWindow, repeats, windows } = counts;
  const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  const left = [
    ...(repeats > 0 ? [`${many(repeats, 'repeat')} left out`] : []),
    ...(withoutWindow > 0 ? [`${many(withoutWindow, 'song')} without a window`] : []),
  ];
  return [`${many(read, 'song')} -> ${many(windows, 'window')}`, ...left].join(', ');
}

/**
 * Shuffles songs before a limit is applied: collections are sorted by composer or style, so the first songs would all
 * be of one kind. Pictures are shuffled in the same way.
 */
function shuffled<T>(songs: readonly T[], seed: number): readonly T[] {
  return Array.from(permutation({ seed, purpose: 'limiting' }, songs.length), (i) => songs[i]!);
}

interface Cutting {
  readonly prepare: Preparation;
  readonly conditioning: Conditioning;
  readonly hop: number;
}

function* windowsOf(
  song: NoteSequence,
  { prepare, conditioning, hop }: Cutting,
): Generator<NoteSequence> {
  const { fitting } = findStretches(song, { ...prepare.window, hop });
  for (const { grid, bars, hop: hopOfStretch } of fitting) {
    // Annotate the piece before it is split into parts: chords are easier to infer from all instruments than from the
    // melody alone.
    for (const line of prepare.lines(conditioning.annotated(grid))) {
      for (const window of windows(line, { bars, hop: hopOfStretch })) {
        const onsets = new Set(window.notes!.map(({ quantizedStartStep }) => quantizedStartStep));
        if (onsets.size >= 2 && conditioning.isKnown(window)) yield window;
      }
    }
  }
}

/**
 * A string that identifies an example. Windows with the same notes, steps and chords are duplicates, whatever their
 * velocities.
 */
function keyOfWindow(window: NoteSequence, conditioning: Conditioning): string {
  const { chords = [], key = '' } = conditioning.controls(window) ?? {};
  const notes = window
    .notes!.map(
      ({ pitch, quantizedStartStep: start, quantizedEndStep: end, program, isDrum }) =>
        `${pitch},${start},${isDrum ? '' : end},${program ?? 0}`,
    )
    .sort();
  return [...notes, ...chords, key].join(' ');
}

/** Transposes a window by `semitones`, or by less if its notes would leave the range. */
function transposeWithin(
  window: NoteSequence,
  semitones: number,
  { range }: Preparation,
): NoteSequence {
  const pitches = window.notes!.filter(({ isDrum }) => !isDrum).map(({ pitch }) => pitch ?? 0);
  if (pitches.length === 0 || semitones === 0) return window;
  const down = range[0] - Math.min(...pitches);
  const up = range[1] - Math.max(...pitches);
  return transpose(window, Math.max(down, Math.min(up, semitones)));
}
