import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { InvalidFileError, NotFoundError, UnknownNameError, type Split } from '@speil/api';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readAbc } from '../notes/abc/read.js';
import { unpack } from '../notes/shared/archive.js';
import type { Note } from '../theory/note-sequence.js';
import { writeMidi } from '../notes/midi/write.js';
import { readMxl } from '../notes/musicxml/read.js';
import { splitOnMetre } from '../sequences/changes.js';
import { quantize } from '../sequences/quantize.js';
import { windows } from '../sequences/windows.js';
import { isHere } from './examples.js';
import { openNotes } from './open.js';

const splits: readonly Split[] = ['train', 'validation', 'test'];
const midi = writeMidi({ notes: [{ pitch: 36, startTime: 0, endTime: 1, isDrum: true }] });

function folderOf(files: Readonly<Record<string, Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'speil-notes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

describe('the Groove dataset', () => {
  const table = (...rows: string[]) =>
    strToU8(['drummer,id,style,midi_filename,split', ...rows, ''].join('\n'));
  const rows = ['d1,d1/1,funk,d1/1.mid,train', 'd1,d1/2,jazz,d1/2.mid,test'];
  const archive = (files: Record<string, Uint8Array>) =>
    folderOf({ 'groove/groove-midionly.zip': zipSync(files) });

  it('is split as its table says', async () => {
    const dir = archive({
      'groove/info.csv': table(...rows),
      'groove/d1/1.mid': midi,
      'groove/d1/2.mid': midi,
    });
    const test = await openNotes('groove', { split: 'test', dir });
    expect(test.songs.map(({ id, style }) => [id, style])).toEqual([['d1/2', 'jazz']]);
    expect([test.id, test.fingerprint]).toEqual([
      'groove/test',
      expect.stringMatching(/^[\da-f]{64}$/u),
    ]);
  });

  it.each([
    ['without its table', { 'groove/d1/1.mid': midi }, /info.csv is missing/u],
    ['without a file of its table', { 'groove/info.csv': table(...rows) }, /d1\/1.mid is missing/u],
    [
      'with an unknown part of the split',
      { 'groove/info.csv': table('d,i,s,f,mine') },
      /line 2.*split/u,
    ],
  ])('is refused %s', async (_name, files, message) => {
    const dir = archive(files);
    await expect(openNotes('groove', { split: 'train', dir })).rejects.toThrow(message);
  });

  it('is named in the error if it is missing', async () => {
    const options = { split: 'train', dir: folderOf({}), env: {} } as const;
    await expect(openNotes('groove', options)).rejects.toThrow(NotFoundError);
    await expect(openNotes('grove', options)).rejects.toThrow(UnknownNameError);
    await expect(openNotes('nowhere', options)).rejects.toThrow(
      'Known: groove, lieder, nottingham, generated.',
    );
    await expect(openNotes('grove', options)).rejects.toThrow(/Did you mean 'groove'/u);
    const answers = ['groove', 'generated', options.dir, 'nowhere'].map((name) =>
      isHere(name, options),
    );
    expect(await Promise.all(answers)).toEqual([false, true, true, false]);
  });
});

describe('the lieder', () => {
  const song = (id: string, notes: unknown) =>
    JSON.stringify({
      id,
      composer: 'C',
      title: 'T',
      ppq: 24,
      time: [[0, '3/4']],
      key: [[0, -1, '']],
      notes,
    });
  const file = (...lines: string[]) =>
    folderOf({ 'lieder/vocal-melodies.ndjson.gz': gzipSync(lines.join('\n')) });

  it('are read as songs with times in seconds, each in exactly one part of the split', async () => {
    const dir = file(...Array.from({ length: 40 }, (_, i) => song(`s${i}`, [[24, 12, 60]])));
    const all = await Promise.all(splits.map((split) => openNotes('lieder', { split, dir })));
    const ids = all.flatMap(({ songs }) => songs.map(({ id }) => id));
    expect([ids.length, new Set(ids).size]).toEqual([40, 40]);
    expect(all[0]!.songs.length).toBeGreaterThan(20);
    expect(all[0]!.songs[0]!.sequence.notes![0]).toMatchObject({ startTime: 0.5, endTime: 0.75 });
  });

  it('are refused with an error that names the invalid line', async () => {
    const dir = file(song('a', []), song('b', [[0, 1, 200]]));
    await expect(openNotes('lieder', { split: 'train', dir })).rejects.toThrow(
      /line 2.*notes\[0\]\[2\]/u,
    );
  });
});

describe('a folder of note files', () => {
  it('gives songs named by their paths, and lists the files that it skips', async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`a/${i}.mid`, midi]));
    const folder = folderOf({
      ...files,
      'a/broken.mid': strToU8('MThd'),
      'a/text.txt': strToU8(''),
    });
    const all = await Promise.all(splits.map((split) => openNotes(folder, { split })));
    expect(all.flatMap(({ songs }) => songs)).toHaveLength(30);
    const skipped = all.flatMap((set) => set.skipped);
    expect(skipped).toHaveLength(1);
    expect(skipped[0]).toMatchObject({
      id: 'a/broken.mid',
      reason: expect.stringMatching(/MThd/u),
    });
  });

  it('skips metadata files of macOS', async () => {
    const left = strToU8('\0\x05\x16\x07');
    const folder = folderOf({ 'a.mid': midi, '._a.mid': left, '__MACOSX/._a.mid': left });
    const all = await Promise.all(splits.map((split) => openNotes(folder, { split })));
    expect(all.flatMap(({ songs }) => songs.map(({ id }) => id))).toEqual(['a.mid']);
    expect(all.flatMap(({ skipped }) => skipped)).toEqual([]);
  });

  it('gives each tune of a book as a song, and counts the tunes that it skips', async () => {
    const tune = (number: number, body: string) => `X:${number}\nL:1/4\nK:C\n${body}|\n\n`;
    const book = [tune(1, 'CDEF'), tune(2, 'A9007199254740993'), tune(3, 'GABc')].join('');
    const folder = folderOf({ 'book.abc': strToU8(book) });
    const all = await Promise.all(splits.map((split) => openNotes(folder, { split })));
    expect(all.flatMap(({ songs }) => songs.map(({ id }) => id))).toEqual([
      'book.abc#1',
      'book.abc#2',
    ]);
    expect(all.flatMap(({ omitted = [] }) => omitted)).toEqual([
      { what: 'unreadable tune', count: 1, first: 'X:2' },
    ]);
  });

  it('causes an error that lists the formats if it has no note files', async () => {
    await expect(openNotes(folderOf({}), { split: 'train' })).rejects.toThrow(/MIDI .* are read/u);
  });

  it('causes an error if none of its files can be read', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`${i}.mid`, strToU8('x')]),
    );
    await expect(openNotes(folderOf(files), { split: 'train' })).rejects.toThrow(InvalidFileError);
  });
});

const pitches = (notes: readonly Note[]) => notes.map(({ pitch }) => pitch).join(' ');

const shared =
  process.env['SPEIL_DATA'] ??
  fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
describe.skipIf(!existsSync(join(shared, 'groove')))(
  'the datasets on this machine (shared data)',
  () => {
    const open = (name: string) =>
      Promise.all(splits.map((split) => openNotes(name, { split, dir: shared })));

    it('include Groove with its official split and number of hits, and give its windows', async () => {
      const all = await open('groove');
      expect(all.map(({ songs }) => songs.length)).toEqual([897, 124, 129]);
      const songs = all.flatMap((set) => set.songs.map(({ sequence }) => sequence));
      expect(songs.reduce((count, { notes }) => count + notes!.length, 0)).toBe(446_312);
      expect(songs.every(({ notes }) => notes!.every(({ isDrum }) => isDrum))).toBe(true);
      const count = songs
        .flatMap(splitOnMetre)
        .reduce((sum, { sequence }) => sum + windows(quantize(sequence), { bars: 2 }).length, 0);
      // The README counts 20,537 full windows of songs in 4/4. The other windows are one-bar fills and incomplete bars.
      expect(count).toBeGreaterThan(20_537);
    });

    it('include all songs and notes of the lieder', async () => {
      const all = await open('lieder');
      const songs = all.flatMap((set) => set.songs);
      expect(songs).toHaveLength(1452);
      expect(songs.reduce((sum, { sequence }) => sum + sequence.notes!.length, 0)).toBe(212_495);
    });

    it('include all tunes of Nottingham', async () => {
      expect((await open('nottingham')).flatMap(({ songs }) => songs)).toHaveLength(1034);
    });

    it('include the same number of Nottingham tunes in ABC, with the chords above them', async () => {
      const archive = readFileSync(join(shared, 'nottingham/nottingham-abc.zip'));
      const cleaned = (name: string): boolean => /ABC_cleaned\/.*\.abc$/u.test(name);
      const books = unpack(archive, cleaned, { entries: 100, bytes: 2 ** 22 }, 'Nottingham');
      const tunes = (
        await Promise.all(
          [...books].map(([name, book]) => readAbc(strFromU8(book), { what: name })),
        )
      ).flat();
      expect(tunes).toHaveLength(1034);
      expect(tunes.filter(({ textAnnotations }) => textAnnotations)).toHaveLength(1021);
    });

    it('include scores of the lieder whose vocal lines equal the dataset’s, which another program extracted', async () => {
      const bytes = readFileSync(join(shared, 'openscore-lieder/openscore-lieder-mxl.zip'));
      const { songs } = await openNotes('lieder', { split: 'test', dir: shared });
      const some = new Map(songs.slice(0, 30).map((song) => [song.id, song]));
      const idOf = (name: string) => /([^/]+)\.mxl$/u.exec(name)?.[1] ?? '';
      const limit = { entries: 5000, bytes: 2 ** 26 };
      const files = unpack(bytes, (name) => some.has(idOf(name)), limit, 'the corpus');
      expect(files.size).toBe(some.size);
      let same = 0;
      for (const [name, file] of files) {
        const score = readMxl(file, { what: name });
        const line = pitches(some.get(idOf(name))!.sequence.notes!);
        // The dataset has the first voice of one part.
        const voices = new Set(score.notes!.map(({ part, voice }) => `${part}/${voice}`));
        const lines = [...voices].map((wanted) =>
          pitches(score.notes!.filter(({ part, voice }) => `${part}/${voice}` === wanted)),
        );
        if (lines.includes(line)) same++;
      }
      // One song has cue notes. The dataset includes them; our reader leaves them out.
      expect([same, files.size]).toEqual([29, 30]);
    });
  },
);
