/** Loads a model of music: a model that Speil trained, or a checkpoint of magenta-js. */
import type { Engine } from '@speil/core/engines';
import { createMusicVae, loadCheckpoint, loadTrained, type MusicVae } from '@speil/music';
import type { Io } from '../../io/io.js';
import { formatBytes } from '../../report/format.js';
import type { ResolvedModel } from '../domain.js';

/** Reports the progress of a download, a line for each file. */
export async function loadMusicModel(
  { form, source, name, isRemote }: ResolvedModel,
  engine: () => Promise<Engine>,
  io: Io,
): Promise<MusicVae> {
  if (form === 'model') {
    const trained = await loadTrained(source);
    return createMusicVae(trained, { engine: await engine(), name });
  }
  const checkpoint = await loadCheckpoint(
    source,
    isRemote
      ? {
          onProgress: ({ read, files, bytes }) =>
            io.err(`${name}: file ${read} of ${files}, ${formatBytes(bytes)}`),
        }
      : {},
  );
  return createMusicVae(checkpoint, { engine: await engine(), name });
}
