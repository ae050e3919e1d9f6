/** What a command does first that takes models of any kind: find one, admit an engine, load it, and free it in the end. */
import { loadModel } from '@speil/core';
import type { Engine } from '@speil/core/engines';
import { imageCodec } from '@speil/images';
import { UsageError } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { loadEngine } from '../engines.js';
import { isAddress, resolveModel, type ResolvedModel } from '../models/resolve.js';
import { formatBytes } from '../report/format.js';
import { imagesMedium } from './images.js';
import type { Medium, MediumOptions } from './medium.js';
import type { MusicMedium } from './music.js';

/** Loads MODEL, hands it to `use` as its medium, and frees it, whatever comes. */
export async function withMedium<R>(
  name: string,
  options: MediumOptions,
  io: Io,
  use: <T>(medium: Medium<T>) => Promise<R>,
): Promise<R> {
  const { kind, source, warnings } = resolveModel(name, io.cwd, io.env);
  for (const warning of warnings) io.err(`speil: ${warning} An earlier one is used.`);
  switch (kind) {
    case 'images': {
      const engine = await engineFor(options, io);
      const model = await loadModel(source, { codec: imageCodec, engine });
      try {
        return await use(imagesMedium(model, options, io));
      } finally {
        model.dispose();
      }
    }
    case 'music':
      return loadMusic(source, name, options, io, use);
  }
}

/** As `withMedium`, for a command that is about music. @throws UsageError for a model of pictures. */
export async function withMusic<R>(
  name: string,
  options: MediumOptions,
  io: Io,
  use: (medium: MusicMedium) => Promise<R>,
): Promise<R> {
  const { kind, source } = resolveModel(name, io.cwd, io.env);
  if (kind === 'music') return loadMusic(source, name, options, io, use);
  throw new UsageError(`${name} is a model of pictures; this command takes models of music.`);
}

async function loadMusic<R>(
  source: ResolvedModel['source'],
  name: string,
  options: MediumOptions,
  io: Io,
  use: (medium: MusicMedium) => Promise<R>,
): Promise<R> {
  // Only now: its libraries take a while, and pictures need none of them.
  const [{ loadMusicVae }, { musicMedium }] = await Promise.all([
    import('@speil/music'),
    import('./music.js'),
  ]);
  const model = await loadMusicVae(source, {
    engine: await engineFor(options, io),
    name,
    ...(isAddress(name) && {
      onProgress: ({ read, files, bytes }) =>
        io.err(`${name}: file ${read} of ${files}, ${formatBytes(bytes)}`),
    }),
  });
  try {
    return await use(musicMedium(model, name, options, io));
  } finally {
    model.dispose();
  }
}

function engineFor({ engine }: MediumOptions, io: Io): Promise<Engine> {
  return loadEngine(engine, { training: false, notice: (line) => io.err(`speil: ${line}`) });
}
