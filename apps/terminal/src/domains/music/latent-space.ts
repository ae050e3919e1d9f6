/**
 * The latent space of a model of music: reads files of notes, and writes MIDI files and piano rolls. A file is cut into
 * the windows that the model takes, and consecutive windows are joined into a piece again.
 */
import { IncompatibleError, rowOf, stackRows, type Batch } from '@speil/api';
import { createStandardNormalSampler } from '@speil/core';
import { montage, strips, type Picture } from '@speil/images';
import {
  extractWindows,
  joinSequences,
  pianoRolls,
  planOfSpec,
  createConditioning,
  getWindow,
  writeMidi,
  type Controls,
  type ExtractedWindow,
  type MusicVae,
  type NoteSequence,
} from '@speil/music';
import { openEngine } from '../../engines/engines.js';
import { writeBytes } from '../../files/files.js';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import type { ResolvedModel } from '../domain.js';
import {
  findUnusedOption,
  type ConditionedModel,
  type LatentOptions,
  type LatentSpace,
} from '../latent-space.js';
import {
  describeConditions,
  musicConditions,
  spreadConditions,
  type MusicConditions,
} from './conditions.js';
import { loadMusicModel } from './model.js';
import { readNotesFile } from './notes-file.js';

/** The temperature of samples, as in magenta-js; items of files are decoded to their most likely notes. */
const sampleTemperature = 0.5;

/** Upper bound on the piano rolls in one picture. */
export const mostRolls = 64;

export interface MusicSpace extends LatentSpace<NoteSequence> {
  /** Cuts a piece that is not from a file into the windows that the model takes, without silent ones. */
  windowsOf(piece: NoteSequence): readonly NoteSequence[];
}

/** Loads a model, passes its latent space to `use`, and frees it whatever happens. */
export async function withMusicSpace<R>(
  found: ResolvedModel,
  options: LatentOptions,
  io: Io,
  use: (space: MusicSpace) => Promise<R>,
): Promise<R> {
  io.progress.update('loading the model');
  const model = await loadMusicModel(found, () => openEngine(io, options), io);
  io.progress.update('decoding');
  try {
    return await use(musicSpace(model, found.name, options, io));
  } finally {
    model.dispose();
  }
}

/**
 * @param name the model's name, as the person wrote it. @throws UsageError for options that the model does not use, or
 * if a required option is missing.
 */
function musicSpace(model: MusicVae, name: string, options: LatentOptions, io: Io): MusicSpace {
  const unused = findUnusedOption(options, ['label', 'invert']);
  if (unused !== undefined) {
    throw new UsageError(`${name} is a model of music: leave out --${unused}.`);
  }
  if (options.items !== undefined) {
    throw new UsageError(`${name} is a model of music: name files, and leave out --data.`);
  }
  const conditions = musicConditions(model, name, options);
  const { config } = model;
  // Conditions that the command does not give are taken from the notes, unless the model has extra controls, which no
  // file contains.
  const listens = conditions.missing.length > 0 && config.extraControls.length === 0;
  const conditioning = listens ? createConditioning(planOfSpec(model.spec)) : undefined;
  const controlsIn = (item: NoteSequence): Controls => conditioning?.controls(item) ?? {};
  const window = getWindow(config.dataConverter);
  const { temperature, seed = 0, bar } = options;
  // The tempo of the first file that is read, unless one is given.
  let tempo: number | undefined = options.qpm;
  /** The items that were read from files, and the conditions of the items that were encoded last. */
  const fromFiles = new WeakSet<NoteSequence>();
  let noteControls: readonly Controls[] = [];

  const annotating = conditioning && { annotated: conditioning.annotated };
  const listen = (file: string, found: readonly ExtractedWindow[]): void => {
    if (conditioning === undefined) return;
    const unknown = found.find(({ sequence }) => !conditioning.isKnown(sequence));
    if (unknown !== undefined && conditions.missing.includes('chords')) {
      throw new IncompatibleError(
        `From bar ${unknown.bar} on, ${file} has chords that ${name} does not know: give others with --chords.`,
      );
    }
    for (const { sequence } of found) fromFiles.add(sequence);
    io.err(
      `${file}: ${describeConditions(
        found.map(({ sequence }) => controlsIn(sequence)),
        conditions.missing,
      )}.`,
    );
  };

  const windowsOf = async (file: string, hop: number): Promise<readonly ExtractedWindow[]> => {
    const piece = await readNotesFile(file, io);
    const { windows, otherMetres } = extractWindows(piece, { ...window, ...annotating, hop });
    if (!windows.some(isPlayed)) {
      const other = otherMetres > 0 ? ' Bars in another metre are left out.' : '';
      const wanted = {
        all: 'notes',
        melody: 'a melody',
        bass: 'a bass',
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

  const conditioned = (
    defaultTemperature: number,
    decode: Decode,
  ): ConditionedModel<NoteSequence> => ({
    spec: model.spec,
    encode(items, { signal } = {}) {
      const own = items.map(controlsIn);
      if (items.every((item) => fromFiles.has(item))) noteControls = own;
      return model.encode(items, { ...conditions.over(own), ...(signal && { signal }) });
    },
    decode: (latents, { signal, seed: own = seed } = {}) =>
      decode(latents, (latents, each) =>
        model.decode(latents, {
          temperature: temperature ?? defaultTemperature,
          seed: own,
          ...(tempo !== undefined && { qpm: tempo }),
          ...each,
          ...(signal && { signal }),
        }),
      ),
    dispose: () => model.dispose(),
  });

  return {
    name,
    forSamples: conditioned(sampleTemperature, overProgression(conditions)),
    forItems: conditioned(0, (latents, play) =>
      play(latents, conditions.over(spreadConditions(noteControls, latents.shape[0]!))),
    ),
    prior: createStandardNormalSampler(model.spec.latentShape),
    hasPrior: true,
    extension: '.mid',
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
    write: (file, items) => writeBytes(file, writeMidi(joinSequences(items)), io),
    overview: (items, columns) => drawRolls(items, columns),
    pairs(originals, reconstructions) {
      const shown = mostRolls / 2;
      if (originals.length > shown) {
        io.err(
          `speil: pairs.png shows the first ${shown} of ${originals.length} windows, in the order of the files.`,
        );
      }
      const all: readonly Picture[] = pianoRolls([
        ...originals.slice(0, shown),
        ...reconstructions.slice(0, shown),
      ]);
      const half = all.length / 2;
      return strips([all.slice(0, half), all.slice(half)], { columns: columnsFor(all) });
    },
  };
}

/** The mean tempo in quarter notes per minute, at which the pieces together last as long as before. */
function meanTempo(pieces: readonly NoteSequence[]): number | undefined {
  const seconds = pieces.reduce((sum, { totalTime }) => sum + (totalTime ?? 0), 0);
  const quarters = pieces.reduce(
    (sum, { totalTime, tempos }) => sum + ((totalTime ?? 0) * (tempos?.[0]?.qpm ?? 0)) / 60,
    0,
  );
  return seconds > 0 && quarters > 0 ? (60 * quarters) / seconds : undefined;
}

const isPlayed = ({ sequence }: ExtractedWindow): boolean => (sequence.notes ?? []).length > 0;

/** Draws pieces of music as one picture of piano rolls. */
export function drawRolls(items: readonly NoteSequence[], columns?: number): Picture {
  const rolls = pianoRolls(items.slice(0, mostRolls));
  const most = columns ?? Math.ceil(Math.sqrt(rolls.length));
  // A roll has its own margin, and the background of empty cells is white as well.
  return montage(rolls, { columns: Math.min(most, columnsFor(rolls)), gap: 0, background: 251 });
}

/** As many columns as fit into the width of a screen. */
function columnsFor([first]: readonly Picture[]): number {
  return Math.max(1, Math.floor(1800 / (first?.width ?? 1800)));
}

type Play = (
  latents: Batch,
  conditions: { readonly condition?: readonly Controls[] },
) => Promise<readonly NoteSequence[]>;
type Decode = (latents: Batch, play: Play) => Promise<readonly NoteSequence[]>;

/** Decodes each latent for the whole progression, which gives one style over all chords. */
function overProgression({ bars, over }: MusicConditions): Decode {
  return async (latents, play) => {
    const count = latents.shape[0]!;
    const each = Array.from({ length: count * bars }, (_, i) =>
      rowOf(latents, Math.floor(i / bars)),
    );
    const repeated = stackRows(each, latents.shape.slice(1));
    const played = await play(repeated, over(spreadConditions([], count * bars)));
    return Array.from({ length: count }, (_, i) => {
      const own = played.slice(i * bars, (i + 1) * bars);
      return own.length === 1 ? own[0]! : joinSequences(own);
    });
  };
}
