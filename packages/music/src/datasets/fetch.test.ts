/** Downloads the Groove dataset without a network: a server on this machine provides a test archive. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { writeMidi } from '../notes/midi/write.js';
import { namedNotes } from './catalogue.js';
import { locateNotes } from './find.js';
import { fetchNotes } from './fetch.js';
import { openNotes } from './open.js';

const [groove] = namedNotes;
const archive = zipSync({
  'groove/info.csv': strToU8('id,style,midi_filename,split\nd1/1,funk,d1/1.mid,train\n'),
  'groove/d1/1.mid': writeMidi({ notes: [{ pitch: 36, startTime: 0, endTime: 1, isDrum: true }] }),
});

let dir: string;
let cutAfter: number | undefined;
let ranges: (string | undefined)[];
let baseUrl: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'speil-fetch-'));
  [cutAfter, ranges] = [undefined, []];
  const server = createServer(({ headers: { range } }, response) => {
    ranges.push(range);
    const rest = archive.subarray(Number(/bytes=(\d+)-/u.exec(range ?? '')?.[1] ?? 0));
    response.writeHead(range === undefined ? 200 : 206, { 'content-length': rest.length });
    if (cutAfter === undefined) response.end(rest);
    else response.write(rest.subarray(0, cutAfter), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () => {
    server.close();
    rmSync(dir, { recursive: true, force: true });
  };
});

/** Replaces the published checksum by the checksum of the test archive. */
function published(): void {
  const { sha256 } = groove.download;
  onTestFinished(() => void Object.assign(groove.download, { sha256 }));
  const sum = createHash('sha256').update(archive).digest('hex');
  Object.assign(groove.download, { sha256: sum });
}

it('the Groove dataset is downloaded once, checked, found and opened', async () => {
  published();
  const folder = await fetchNotes('groove', { dir, baseUrl });
  expect(readdirSync(folder)).toEqual(['groove-v1.0.0-midionly.zip']);
  expect(await locateNotes(groove, { dir })).toBe(join(folder, 'groove-v1.0.0-midionly.zip'));
  const { songs } = await openNotes('groove', { split: 'train', dir });
  expect(songs.map(({ id }) => id)).toEqual(['d1/1']);
  await fetchNotes('groove', { dir, baseUrl });
  expect(ranges).toHaveLength(1);
});

it('an interrupted download is resumed', async () => {
  published();
  cutAfter = 40;
  await expect(fetchNotes('groove', { dir, baseUrl })).rejects.toThrow(/broke off after 40 bytes/u);
  cutAfter = undefined;
  await fetchNotes('groove', { dir, baseUrl });
  expect(ranges).toEqual([undefined, 'bytes=40-']);
});

it('a file whose checksum is not the published one is not kept', async () => {
  await expect(fetchNotes('groove', { dir, baseUrl })).rejects.toThrow(
    /is not the published file: its sha256 differs from 651cbc52/u,
  );
  expect(readdirSync(join(dir, 'groove'))).toEqual([]);
});

it('a dataset that cannot be downloaded is refused with an error that names it', async () => {
  await expect(fetchNotes('grove', { dir })).rejects.toThrow(/Did you mean 'groove'/u);
  await expect(fetchNotes('lieder', { dir })).rejects.toThrow(/put vocal-melodies.ndjson.gz/u);
});
