/** Examples by a dataset's name: what a training and an evaluation read. */
import { createHash } from 'node:crypto';
import type { ModelSpec } from '@speil/api';
import { generatedSong } from '../generated/song.js';
import { noteExamples, type ExamplesOptions, type NoteExamples } from '../training/examples.js';
import { findNotes, type FindNotesOptions } from './find.js';
import { namedNotes } from './catalogue.js';
import { openNotes } from './open.js';
import type { NotesDataset, NotesSplit } from './song.js';

/** The songs that are made here and need no file. */
export const generatedName = 'generated';

export interface OpenExamplesOptions extends ExamplesOptions, FindNotesOptions {
  readonly split: NotesSplit;
}

/**
 * @param name `groove`, `lieder`, `nottingham`, `generated`, or a folder of MIDI files.
 * @throws what `openNotes` and `noteExamples` throw.
 */
export async function openExamples(
  name: string,
  spec: ModelSpec,
  { split, dataDir, env, ...options }: OpenExamplesOptions,
): Promise<NoteExamples> {
  const songs =
    name === generatedName
      ? generatedSongs(split)
      : await openNotes(name, {
          split,
          ...(dataDir !== undefined && { dataDir }),
          ...(env && { env }),
        });
  return noteExamples(songs, spec, options);
}

/** Whether a name's files are on this machine; of a folder, true. */
export async function notesAreHere(name: string, options: FindNotesOptions): Promise<boolean> {
  const named = namedNotes.find((candidate) => candidate.name === name);
  if (named === undefined) return true;
  return findNotes(named, options).then(
    () => true,
    () => false,
  );
}

const counts: Readonly<Record<NotesSplit, number>> = { train: 600, validation: 60, test: 120 };
const seeds: Readonly<Record<NotesSplit, number>> = { train: 1, validation: 2, test: 3 };
const bars = 16;

/** Each side of the split has a seed of its own. */
function generatedSongs(split: NotesSplit): NotesDataset {
  const id = `${generatedName}/${split}`;
  const songs = Array.from({ length: counts[split] }, (_, index) => {
    const sequence = generatedSong({ seed: seeds[split], index, bars });
    return { id: sequence.id ?? `${index}`, sequence };
  });
  const fingerprint = createHash('sha256').update(`${id} ${counts[split]} ${bars} 1`).digest('hex');
  return { id, songs, skipped: [], fingerprint };
}
