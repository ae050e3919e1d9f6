/** The songs that are made here and need no file, as a dataset. */
import type { Split } from '@speil/api';
import { createHash } from 'node:crypto';
import { generatedSong } from '../generated/song.js';
import type { NotesDataset } from './song.js';

export const generatedName = 'generated';

const counts: Readonly<Record<Split, number>> = { train: 600, validation: 60, test: 120 };
const seeds: Readonly<Record<Split, number>> = { train: 1, validation: 2, test: 3 };
const bars = 16;

/** Each side of the split has a seed of its own. */
export function generatedSongs(split: Split): NotesDataset {
  const id = `${generatedName}/${split}`;
  const songs = Array.from({ length: counts[split] }, (_, index) => {
    const sequence = generatedSong({ seed: seeds[split], index, bars });
    return { id: sequence.id ?? `${index}`, sequence };
  });
  const fingerprint = createHash('sha256').update(`${id} ${counts[split]} ${bars} 1`).digest('hex');
  return { id, songs, skipped: [], fingerprint };
}
