/** The dataset of generated songs, which needs no file. */
import type { Split } from '@speil/api';
import { createHash } from 'node:crypto';
import { generatedSong } from '../generated/song.js';
import type { NotesDataset } from './song.js';

export const generatedName = 'generated';

const counts: Readonly<Record<Split, number>> = { train: 600, validation: 60, test: 120 };
const seeds: Readonly<Record<Split, number>> = { train: 1, validation: 2, test: 3 };
const bars = 16;

/** Generates the songs of one part of the split. Each part has its own seed. */
export function generatedSongs(split: Split): NotesDataset {
  const id = `${generatedName}/${split}`;
  const songs = Array.from({ length: counts[split] }, (_, index) => {
    const sequence = generatedSong({ seed: seeds[split], index, bars });
    return { id: sequence.id ?? `${index}`, sequence };
  });
  const fingerprint = createHash('sha256').update(`${id} ${counts[split]} ${bars} 1`).digest('hex');
  return { id, songs, skipped: [], fingerprint };
}
