/** A model of music from where it lies: one that was trained here, or a checkpoint of magenta-js. */
import type { Engine } from '@speil/core/engines';
import { createMusicVae, loadCheckpoint, loadTrained, type MusicVae } from '@speil/music';
import type { Io } from '../cli/io.js';
import { isAddress, type ResolvedModel } from '../models/resolve.js';
import { formatBytes } from '../report/format.js';

/** @param name as the person wrote it; of an address, progress is told. */
export async function loadMusicModel(
  { form, source }: ResolvedModel,
  name: string,
  engine: () => Promise<Engine>,
  io: Io,
): Promise<MusicVae> {
  if (form === 'model') {
    const trained = await loadTrained(source);
    return createMusicVae(trained, { engine: await engine(), name });
  }
  const checkpoint = await loadCheckpoint(
    source,
    isAddress(name)
      ? {
          onProgress: ({ read, files, bytes }) =>
            io.err(`${name}: file ${read} of ${files}, ${formatBytes(bytes)}`),
        }
      : {},
  );
  return createMusicVae(checkpoint, { engine: await engine(), name });
}
