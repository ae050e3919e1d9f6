/** Opens the examples of a dataset by name, for training and evaluation. */
import { stat } from 'node:fs/promises';
import type { ModelSpec } from '@speil/api';
import {
  createNoteExamples,
  type ExamplesOptions,
  type NoteExamples,
} from '../training/examples.js';
import { namedNotes } from './catalogue.js';
import { locateNotes, type FindNotesOptions } from './find.js';
import { generatedName } from './generated.js';
import { openNotes } from './open.js';
import type { Split } from '@speil/api';

/** How windows of songs are opened. */
export interface OpenExamplesOptions extends ExamplesOptions, FindNotesOptions {
  /** Which part of the songs. */
  readonly split: Split;
}

/**
 * Opens the windows of a collection of songs as a dataset for a model.
 *
 * @param name `groove`, `lieder`, `nottingham`, `generated`, or a folder of note files.
 * @throws the errors of `openNotes` and `createNoteExamples`.
 */
export async function openExamples(
  name: string,
  spec: ModelSpec,
  { split, dir, env, ...options }: OpenExamplesOptions,
): Promise<NoteExamples> {
  const songs = await openNotes(name, {
    split,
    ...(dir !== undefined && { dir }),
    ...(env && { env }),
  });
  return createNoteExamples(songs, spec, options);
}

/**
 * Whether a dataset can be opened without a download. For a named dataset this means that its file is found, for a path
 * that it exists.
 */
export async function isHere(name: string, options: FindNotesOptions = {}): Promise<boolean> {
  if (name === generatedName) return true;
  const named = namedNotes.find((candidate) => candidate.name === name);
  if (named === undefined) return (await stat(name).catch(() => undefined)) !== undefined;
  return (await locateNotes(named, options)) !== undefined;
}
