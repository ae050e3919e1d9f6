/**
 * Music as a medium: files of notes in, MIDI files and piano rolls out. A file is cut into the windows that the model takes;
 * several windows one after the other are a piece again.
 */
import { IncompatibleError, rowOf, stackRows, type Batch } from '@speil/api';
import { standardNormalSampler } from '@speil/core';
import { montage, strips, type Picture } from '@speil/images';
import {
  extractWindows,
  joined,
  parseChord,
  pianoRolls,
  windowOf,
  writeMidi,
  type Controls,
  type ExtractedWindow,
  type MusicVae,
  type NoteSequence,
} from '@speil/music';
import { UsageError } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { writeBytes } from '../commands/files.js';
import { readNotesFile } from '../commands/notes.js';
import { uselessOption, type Medium, type MediumOptions, type ToldModel } from './medium.js';

/** Of magenta-js, for draws; what is given is decoded to the likeliest. */
const drawTemperature = 0.5;

/** Pieces in one picture: more would be seen by nobody, and take the memory of all. */
export const mostRolls = 64;

export interface MusicMedium extends Medium<NoteSequence> {
  /** What the model takes of a piece that is no file, without silence. */
  windowsOf(piece: NoteSequence): readonly NoteSequence[];
}

/** @param name as the person wrote it. @throws UsageError for options that the model has no use for, or lacks. */
export function musicMedium(
  model: MusicVae,
  name: string,
  options: MediumOptions,
  io: Io,
): MusicMedium {
  const useless = uselessOption(options, ['label', 'invert']);
  if (useless !== undefined) {
    throw new UsageError(`${name} is a model of music: leave out --${useless}.`);
  }
  const controls = controlsOf(model, name, options);
  const { config } = model;
  const window = windowOf(config.dataConverter);
  const { temperature, seed = 0, bar } = options;
  // Of the first file that is read, unless another is asked for.
  let tempo: number | undefined = options.qpm;

  const windowsOf = async (file: string, hop: number): Promise<readonly ExtractedWindow[]> => {
    const piece = await readNotesFile(file, io.cwd);
    const { windows, otherMetres } = extractWindows(piece, { ...window, hop });
    if (!windows.some(isPlayed)) {
      const other = otherMetres > 0 ? ' What is in another metre is left out.' : '';
      const wanted = {
        all: 'notes',
        melody: 'a melody',
        drums: 'drums',
        trio: 'a melody, a bass or drums',
      };
      throw new IncompatibleError(
        `${file} has nothing that ${name} takes: ${wanted[window.part ?? 'all']} in 4/4.${other}`,
      );
    }
    tempo ??= windows.find(isPlayed)!.sequence.tempos?.[0]?.qpm ?? undefined;
    return windows;
  };

  const told = (chosen: number, decode: Decode): ToldModel<NoteSequence> => ({
    spec: model.spec,
    encode: (items, { signal } = {}) =>
      model.encode(items, {
        ...inTurn(controls, items.length),
        ...(signal && { signal }),
      }),
    decode: (latents, { signal, ...asked } = {}) =>
      decode(latents, (codes, each) =>
        model.decode(codes, {
          temperature: temperature ?? chosen,
          seed: asked.seed ?? seed,
          ...(tempo !== undefined && { qpm: tempo }),
          ...each,
          ...(signal && { signal }),
        }),
      ),
    dispose: () => model.dispose(),
  });

  return {
    kind: 'music',
    name,
    draws: told(drawTemperature, overProgression(controls)),
    given: told(0, (latents, play) => play(latents, inTurn(controls, latents.shape[0]!))),
    prior: standardNormalSampler(model.spec.latentShape),
    ending: '.mid',
    joins: true,
    refuseTooMany(count) {
      if (count <= 1024) return;
      throw new UsageError(`At most 1024 pieces of music fit one command. Received: ${count}.`);
    },
    async readOne(file) {
      const windows = await windowsOf(file, 1);
      if (bar === undefined) return windows.find(isPlayed)!.sequence;
      const found = windows.find((candidate) => candidate.bar === bar);
      if (found !== undefined) return found.sequence;
      throw new UsageError(
        `${file} has windows of ${window.bars} bars from bar ${windows[0]!.bar} to ${windows.at(-1)!.bar}. Received: --bar ${bar}.`,
      );
    },
    async readAll(file) {
      const windows = await windowsOf(file, window.bars);
      return windows.map(({ sequence }) => sequence);
    },
    windowsOf: (piece) =>
      extractWindows(piece, { ...window, hop: window.bars })
        .windows.filter(isPlayed)
        .map(({ sequence }) => sequence),
    write: (file, items) => writeBytes(file, writeMidi(joined(items)), io),
    overview: (items, columns) => rollsOf(items, columns),
    pairs(given, became) {
      const all: readonly Picture[] = pianoRolls([
        ...given.slice(0, mostRolls / 2),
        ...became.slice(0, mostRolls / 2),
      ]);
      const half = all.length / 2;
      return strips([all.slice(0, half), all.slice(half)], { columns: acrossOf(all) });
    },
  };
}

const isPlayed = ({ sequence }: ExtractedWindow): boolean => (sequence.notes ?? []).length > 0;

/** Pieces of music as one picture. */
export function rollsOf(items: readonly NoteSequence[], columns?: number): Picture {
  const rolls = pianoRolls(items.slice(0, mostRolls));
  const most = columns ?? Math.ceil(Math.sqrt(rolls.length));
  // A roll brings a margin of its own; a place without one is paper too.
  return montage(rolls, { columns: Math.min(most, acrossOf(rolls)), gap: 0, background: 251 });
}

/** As many as a screen is wide. */
function acrossOf([first]: readonly Picture[]): number {
  return Math.max(1, Math.floor(1800 / (first?.width ?? 1800)));
}

type Play = (
  latents: Batch,
  told: { readonly condition?: readonly Controls[] },
) => Promise<readonly NoteSequence[]>;
type Decode = (latents: Batch, play: Play) => Promise<readonly NoteSequence[]>;

/**
 * What each bar is told: one for all, or, of a model that takes one chord a bar, one a chord. Empty for a model that is told
 * nothing.
 */
function controlsOf(
  { config, converter }: MusicVae,
  name: string,
  { chords, key }: MediumOptions,
): readonly Controls[] {
  refuseUnfit(name, 'chords', '"C G Am F"', config.chordEncoder !== null, chords);
  refuseUnfit(name, 'key', 'C', config.conditionOnKey, key);
  chords?.forEach((chord) => parseChord(chord));
  const rest = key === undefined ? {} : { key };
  if (chords === undefined) return key === undefined ? [] : [rest];
  const barByBar = converter.endToken !== null;
  return barByBar ? chords.map((chord) => ({ ...rest, chords: [chord] })) : [{ ...rest, chords }];
}

function refuseUnfit(
  name: string,
  option: string,
  example: string,
  wanted: boolean,
  value: unknown,
): void {
  if (wanted === (value !== undefined)) return;
  throw new UsageError(
    wanted
      ? `${name} must be told what it plays: --${option} ${example}.`
      : `${name} is told no ${option}: leave out --${option}.`,
  );
}

/** One after the other, and again from the first. */
function inTurn(
  controls: readonly Controls[],
  count: number,
): { readonly condition?: readonly Controls[] } {
  if (controls.length === 0) return {};
  return { condition: Array.from({ length: count }, (_, i) => controls[i % controls.length]!) };
}

/** Each code plays the whole progression: one style over all chords. */
function overProgression(controls: readonly Controls[]): Decode {
  return async (latents, play) => {
    const count = latents.shape[0]!;
    const bars = Math.max(1, controls.length);
    const each = Array.from({ length: count * bars }, (_, i) =>
      rowOf(latents, Math.floor(i / bars)),
    );
    const codes = stackRows(each, latents.shape.slice(1));
    const played = await play(codes, inTurn(controls, count * bars));
    return Array.from({ length: count }, (_, i) => {
      const own = played.slice(i * bars, (i + 1) * bars);
      return own.length === 1 ? own[0]! : joined(own);
    });
  };
}
