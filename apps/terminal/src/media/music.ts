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
  pianoRolls,
  planOfSpec,
  tellingOf,
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
import { askedOf, spread, toldText, type Asked } from './asked.js';
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
  const asked = askedOf(model, name, options);
  const { config } = model;
  // What is not said is that of the notes; extra controls are said by no file.
  const listens = asked.lacks.length > 0 && config.extraControls.length === 0;
  const telling = listens ? tellingOf(planOfSpec(model.spec)) : undefined;
  const heardIn = (item: NoteSequence): Controls => telling?.controls(item) ?? {};
  const window = windowOf(config.dataConverter);
  const { temperature, seed = 0, bar } = options;
  // Of the first file that is read, unless another is asked for.
  let tempo: number | undefined = options.qpm;
  /** What is read from files, and what the last of them that were encoded are played over. */
  const fromFiles = new WeakSet<NoteSequence>();
  let heard: readonly Controls[] = [];

  const annotating = telling && { annotated: telling.annotated };
  const listen = (file: string, found: readonly ExtractedWindow[]): void => {
    if (telling === undefined) return;
    const unknown = found.find(({ sequence }) => !telling.isKnown(sequence));
    if (unknown !== undefined && asked.lacks.includes('chords')) {
      throw new IncompatibleError(
        `${file} has chords from bar ${unknown.bar} on that ${name} does not know: say others with --chords.`,
      );
    }
    for (const { sequence } of found) fromFiles.add(sequence);
    io.err(
      `${file}: ${toldText(
        found.map(({ sequence }) => heardIn(sequence)),
        asked.lacks,
      )}.`,
    );
  };

  const windowsOf = async (file: string, hop: number): Promise<readonly ExtractedWindow[]> => {
    const piece = await readNotesFile(file, io);
    const { windows, otherMetres } = extractWindows(piece, { ...window, ...annotating, hop });
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
    tempo ??= meanTempo(windows.map(({ sequence }) => sequence));
    return windows;
  };

  const told = (chosen: number, decode: Decode): ToldModel<NoteSequence> => ({
    spec: model.spec,
    encode(items, { signal } = {}) {
      const own = items.map(heardIn);
      if (items.every((item) => fromFiles.has(item))) heard = own;
      return model.encode(items, { ...asked.over(own), ...(signal && { signal }) });
    },
    decode: (latents, { signal, seed: own = seed } = {}) =>
      decode(latents, (codes, each) =>
        model.decode(codes, {
          temperature: temperature ?? chosen,
          seed: own,
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
    draws: told(drawTemperature, overProgression(asked)),
    given: told(0, (latents, play) => play(latents, asked.over(spread(heard, latents.shape[0]!)))),
    prior: standardNormalSampler(model.spec.latentShape),
    hasPrior: true,
    ending: '.mid',
    joins: true,
    refuseTooMany(count) {
      if (count <= 1024) return;
      throw new UsageError(`At most 1024 pieces of music fit one command. Received: ${count}.`);
    },
    async readOne(file) {
      const windows = await windowsOf(file, 1);
      const found =
        bar === undefined
          ? windows.find(isPlayed)
          : windows.find((candidate) => candidate.bar === bar);
      if (found !== undefined) {
        listen(file, [found]);
        return found.sequence;
      }
      throw new UsageError(
        `${file} has windows of ${window.bars} bars from bar ${windows[0]!.bar} to ${windows.at(-1)!.bar}. Received: --bar ${bar}.`,
      );
    },
    async readAll(file) {
      const windows = await windowsOf(file, window.bars);
      listen(file, windows);
      return windows.map(({ sequence }) => sequence);
    },
    windowsOf: (piece) =>
      extractWindows(piece, { ...window, ...annotating, hop: window.bars })
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

/** Quarters a minute over all of these, so that together they last as long as before. */
function meanTempo(pieces: readonly NoteSequence[]): number | undefined {
  const seconds = pieces.reduce((sum, { totalTime }) => sum + (totalTime ?? 0), 0);
  const quarters = pieces.reduce(
    (sum, { totalTime, tempos }) => sum + ((totalTime ?? 0) * (tempos?.[0]?.qpm ?? 0)) / 60,
    0,
  );
  return seconds > 0 && quarters > 0 ? (60 * quarters) / seconds : undefined;
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

/** Each code plays the whole progression: one style over all chords. */
function overProgression({ bars, over }: Asked): Decode {
  return async (latents, play) => {
    const count = latents.shape[0]!;
    const each = Array.from({ length: count * bars }, (_, i) =>
      rowOf(latents, Math.floor(i / bars)),
    );
    const codes = stackRows(each, latents.shape.slice(1));
    const played = await play(codes, over(spread([], count * bars)));
    return Array.from({ length: count }, (_, i) => {
      const own = played.slice(i * bars, (i + 1) * bars);
      return own.length === 1 ? own[0]! : joined(own);
    });
  };
}
