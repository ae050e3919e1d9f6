/** Pictures that are decoded in threads are those that the calling thread would decode. */
import { InvalidFileError } from '@speil/api';
import { expect, it } from 'vitest';
import { encodePng } from '../pictures/png.js';
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
  const decoded = await Promise.all(files.map((bytes) => decodeInThread({ ...request, bytes })));
  for (const [i, bytes] of files.entries()) {
    const { pixels } = await decodeFileToFit(bytes, request.what, request.shape, request.fit);
    expect(decoded[i]).toEqual(pixels);
  }
});

it('reports a broken file with the error of the decoder, and goes on with the next file', async () => {
  const bytes = fileOf(1);
  const broken = decodeInThread({ ...request, bytes: bytes.subarray(0, bytes.length - 30) });
  await expect(broken).rejects.toThrow(InvalidFileError);
  await expect(broken).rejects.toThrow(/^a\.png /u);
  expect(await decodeInThread({ ...request, bytes })).toHaveLength(8 * 8 * 3);
});
