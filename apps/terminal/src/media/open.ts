/** What a command does first that takes models of any kind: find one, admit an engine, load it, and free it in the end. */
import { loadModel } from '@speil/core';
import { imageCodec } from '@speil/images';
import { UsageError } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { fitFor, refuseFit, type FitOption } from '../commands/fit.js';
import { engineFor } from '../engines.js';
import { resolveModel, tellWarnings, type ResolvedModel } from '../models/resolve.js';
import { imagesMedium } from './images.js';
import type { Medium, MediumOptions } from './medium.js';
import type { MusicMedium } from './music.js';

/** Loads MODEL, hands it to `use` as its medium, and frees it, whatever comes. */
export async function withMedium<R>(
  name: string,
  options: MediumOptions & FitOption,
  io: Io,
  use: <T>(medium: Medium<T>) => Promise<R>,
): Promise<R> {
  const found = resolveModel(name, io.cwd, io.env);
  switch (found.kind) {
    case 'images': {
      tellWarnings(found, io);
      const engine = await engineFor(options, io);
      io.progress.update('loading the model');
      const model = await loadModel(found.source, { codec: imageCodec, engine });
      io.progress.update('decoding');
      try {
        return await use(imagesMedium(model, { ...options, ...fitFor(options.fit, found) }, io));
      } finally {
        model.dispose();
      }
    }
    case 'music':
      refuseFit(name, options.fit);
      return loadMusic(found, name, options, io, use);
  }
}

/** As `withMedium`, for a command that is about music. @throws UsageError for a model of pictures. */
export async function withMusic<R>(
  name: string,
  options: MediumOptions,
  io: Io,
  use: (medium: MusicMedium) => Promise<R>,
): Promise<R> {
  const found = resolveModel(name, io.cwd, io.env);
  if (found.kind === 'music') return loadMusic(found, name, options, io, use);
  throw new UsageError(`${name} is a model of pictures; this command takes models of music.`);
}

async function loadMusic<R>(
  found: ResolvedModel,
  name: string,
  options: MediumOptions,
  io: Io,
  use: (medium: MusicMedium) => Promise<R>,
): Promise<R> {
  tellWarnings(found, io);
  // Only now: its libraries take a while, and pictures need none of them.
  const [{ loadMusicModel }, { musicMedium }] = await Promise.all([
    import('./music-model.js'),
    import('./music.js'),
  ]);
  io.progress.update('loading the model');
  const model = await loadMusicModel(found, name, () => engineFor(options, io), io);
  io.progress.update('decoding');
  try {
    return await use(musicMedium(model, name, options, io));
  } finally {
    model.dispose();
  }
}
