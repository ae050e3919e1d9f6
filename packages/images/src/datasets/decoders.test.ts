/** Pictures that are decoded in threads are those that the calling thread would decode. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidFileError, NotFoundError } from '@speil/api';
import { expect, it } from 'vitest';
import { encodePng } from '../pictures/png.js';
import { emptyFolder } from '../testing/datasets.js';
import { decodeFileToFit } from './decode-file.js';
import { decodeInThread } from './decoders.js';

const fileOf = (seed: number): Uint8Array =>
  encodePng({
    width: 20,
    height: 10,
    channels: 3,
    pixels: Uint8Array.from({ length: 600 }, (_, i) => (i * 7 + seed * 31) % 256),
  });
const request = { what: 'a.png', shape: [8, 8, 3], fit: 'crop' } as const;

it('gives each of many requests its own picture', async () => {
  const files = Array.from({ length: 40 }, (_, i) => fileOf(i));
  const decoded = await Promise.all(files.map((place) => decodeInThread({ ...request, place })));
  for (const [i, bytes] of files.entries()) {
    const { pixels } = await decodeFileToFit(bytes, request.what, request.shape, request.fit);
    expect(decoded[i]).toEqual(pixels);
  }
});

it('reports a broken file with the error of the decoder, and goes on with the next file', async () => {
  const bytes = fileOf(1);
  const broken = decodeInThread({ ...request, place: bytes.subarray(0, bytes.length - 30) });
  await expect(broken).rejects.toThrow(InvalidFileError);
  await expect(broken).rejects.toThrow(/^a\.png /u);
  expect(await decodeInThread({ ...request, place: bytes })).toHaveLength(8 * 8 * 3);
});

it('reads files in the thread, and names one that is missing', async () => {
  const path = join(await emptyFolder(), 'a.png');
  await expect(decodeInThread({ ...request, place: { path } })).rejects.toThrow(NotFoundError);
  await writeFile(path, fileOf(2));
  const { pixels } = await decodeFileToFit(fileOf(2), path, request.shape, request.fit);
  expect(await decodeInThread({ ...request, place: { path } })).toEqual(pixels);
  const within = Buffer.concat([Buffer.alloc(5), fileOf(2)]);
  await writeFile(path, within);
  const place = { path, offset: 5, length: within.length - 5 };
  expect(await decodeInThread({ ...request, place })).toEqual(pixels);
});

it('lets the process end, although a thread has had no work', () => {
  const program = `import { decodeInThread } from '${new URL('../../dist/datasets/decoders.js', import.meta.url).href}';
    const place = Uint8Array.from(Buffer.from(process.argv[1], 'base64'));
    const task = { place, what: 'a.png', shape: [8, 8, 3], fit: 'crop' };
    // The second request starts a second thread, and goes to the first one, which is idle.
    for (let i = 0; i < 2; i++) console.log((await decodeInThread(task)).length);`;
  const picture = Buffer.from(fileOf(1)).toString('base64');
  const args = ['--input-type=module', '-e', program, picture];
  const { stdout, status } = spawnSync(process.execPath, args, { timeout: 30_000 });
  expect([stdout.toString(), status]).toEqual(['192\n192\n', 0]);
}, 60_000);
