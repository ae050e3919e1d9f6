/** Examples by a dataset's name: what a training and an evaluation read. */
import type { ModelSpec } from '@speil/api';
import { noteExamples, type ExamplesOptions, type NoteExamples } from '../training/examples.js';
import { findNotes, type FindNotesOptions } from './find.js';
import { namedNotes } from './catalogue.js';
import { openNotes } from './open.js';
import type { NotesSplit } from './song.js';

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
  const songs = await openNotes(name, {
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
