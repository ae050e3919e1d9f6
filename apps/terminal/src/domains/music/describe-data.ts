/** Describes a dataset of notes: its songs, metres and keys, and the windows of each part that a model may take. */
import { isSpeilError, NotFoundError, type SkippedItem } from '@speil/api';
import { createNoteExamples } from '@speil/music';
import { omissionsText, type Omission } from '@speil/music/notes';
import {
  openNotes,
  surveySongs,
  type Count,
  type NotesDataset,
  type Song,
} from '@speil/music/node';
import { fitNotesRecipe, fittedParts } from '@speil/music/recipes';
import { plural } from '../../report/format.js';
import { quoteForShell } from '../../report/paths.js';
import { describeSkipped } from '../../report/skipped.js';
import type { DataDescription, DescribeOptions } from '../domain.js';
import { chooseMostWindows } from './families.js';

/** Maximum number of metres and of keys that are listed. */
const most = 6;

export async function describeNotes(
  name: string,
  { dir }: DescribeOptions,
): Promise<DataDescription> {
  const place = dir === undefined ? {} : { dir };
  const { songs, train, counts, skipped, omitted } = await readAll(name, place);
  if (songs.length === 0) throw new NotFoundError(`${name} has no song that can be read.`);
  const { metres, keys, withoutKey, bars } = surveySongs(songs);
  const lines = [
    `${plural(songs.length, 'song')} of ${bars.join(' to ')} bars: ${counts.join(', ')}`,
    ...describeSkipped(name, skipped),
    ...(omitted.length > 0 ? [`skipped inside files: ${omissionsText(omitted)}`] : []),
    `metres: ${list(metres)}`,
  ];
  const parts = fittedParts.map((part) => {
    const { model } = fitNotesRecipe({ data: name, part });
    const { description = 'none', size } = createNoteExamples(train, model);
    const [described] = description.split('; ');
    const windows = size > 0 ? described : `no window in ${plural(train.songs.length, 'song')}`;
    const length = part === 'tracks' ? 'one bar' : 'two bars';
    return { part, windows: size, line: `${part}, ${length}, training part: ${windows}` };
  });
  // Drums have no key, whatever their files say.
  const hasPitches = parts.some(({ part, windows }) => isPitched.has(part) && windows > 0);
  const without = withoutKey > 0 ? [['none given', withoutKey] as const] : [];
  const chosen = chooseMostWindows(parts)?.part;
  const what = chosen === undefined ? 'a model' : `a model of ${chosen}`;
  return {
    lines: [
      ...lines,
      ...(hasPitches ? [`keys: ${list([...keys, ...without])}`] : []),
      ...parts.map(({ line }) => line),
      `Train ${what} with: speil train musicvae --data ${quoteForShell(name)}`,
    ],
  };
}

/** Parts whose notes are pitches. */
const isPitched: ReadonlySet<string> = new Set(['melody', 'bass']);

interface Collection {
  readonly songs: readonly Song[];
  readonly train: NotesDataset;
  /** The number of songs of each part, as texts. */
  readonly counts: readonly string[];
  readonly skipped: readonly SkippedItem[];
  readonly omitted: readonly Omission[];
}

/** @throws what reading the training part throws, such as an unknown name. */
async function readAll(name: string, place: { readonly dir?: string }): Promise<Collection> {
  const songs: Song[] = [];
  const counts: string[] = [];
  const skipped: SkippedItem[] = [];
  const omitted: Omission[] = [];
  const train = await openNotes(name, { split: 'train', ...place });
  for (const split of ['train', 'validation', 'test'] as const) {
    try {
      const part = split === 'train' ? train : await openNotes(name, { split, ...place });
      songs.push(...part.songs);
      counts.push(`${split} ${part.songs.length}`);
      skipped.push(...part.skipped);
      omitted.push(...(part.omitted ?? []));
    } catch (error) {
      // In a small collection, it can happen that no file of the validation or test part is readable.
      if (!isSpeilError(error)) throw error;
      counts.push(`${split} 0`);
    }
  }
  return { songs, train, counts, skipped, omitted };
}

function list(counts: readonly Count[]): string {
  const named = counts.slice(0, most).map(([value, songs]) => `${value} (${songs})`);
  const more = counts.length > most ? [`${counts.length - most} more`] : [];
  return [...named, ...more].join(', ');
}
