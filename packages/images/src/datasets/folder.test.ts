/** Tests folders of pictures as datasets. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { encodePng } from '../pictures/png.js';
import { jpegFiles } from '../testing/jpeg.js';
import { emptyFolder } from '../testing/datasets.js';
import { openDataset } from './open.js';

let dir: string;
beforeEach(async () => {
  dir = await emptyFolder();
});

describe('a folder of pictures', () => {
  const grey = (value: number, side = 4) =>
    encodePng({
      width: side,
      height: side,
      channels: 1,
      pixels: new Uint8Array(side * side).fill(value),
    });

  it('has one class per subfolder, one size, and parts that do not overlap', async () => {
    for (const label of ['cat', 'dog']) {
      await mkdir(join(dir, label));
      for (let i = 0; i < 20; i++)
        await writeFile(join(dir, label, `${i}.png`), grey(label === 'cat' ? 51 : 204, 4 + i));
    }
    const open = (split: 'train' | 'test') => openDataset(dir, { split, shape: [6, 6, 1] });
    const [train, test] = [await open('train'), await open('test')];
    expect(train.size + test.size).toBe(40);
    expect(test.size).toBeGreaterThan(0);
    expect(train.classNames).toEqual(['cat', 'dog']);
    const batch = await train.read([0, train.size - 1]);
    expect(batch.shape).toEqual([2, 6, 6, 1]);
    expect([batch.values[0], batch.values.at(-1)]).toEqual([Math.fround(0.2), Math.fround(0.8)]);
  });

  it('may contain JPEG and PNG files of any size and colours, and is read in grey or in colour', async () => {
    await mkdir(join(dir, 'train'));
    await mkdir(join(dir, 'test'));
    await writeFile(join(dir, 'train', '1.png'), grey(100, 9));
    await writeFile(join(dir, 'train', '2.JPG'), jpegFiles.progressive);
    await writeFile(join(dir, 'train', '3.jpeg'), jpegFiles.cmyk);
    // A file with an extension that some browsers use, and a file without its end marker.
    await writeFile(join(dir, 'train', '4.jfif'), jpegFiles.baseline.subarray(0, -2));
    for (const channels of [1, 3]) {
      const train = await openDataset(dir, { split: 'train', shape: [6, 5, channels] });
      expect([train.size, train.skipped]).toEqual([4, undefined]);
      const { shape, values } = await train.read([0, 1, 2]);
      expect(shape).toEqual([3, 6, 5, channels]);
      expect(values[0]).toBeCloseTo(100 / 255, 5);
    }
  });

  it('is decoded to the same values when it is read, if it exceeds the memory limit', async () => {
    for (let i = 0; i < 30; i++) await writeFile(join(dir, `${i}.png`), grey(8 * i, 4 + i));
    const open = (memory: number) => openDataset(dir, { split: 'train', shape: [6, 6, 1], memory });
    const [kept, streamed] = [await open(1e9), await open(10)];
    expect([streamed.id, streamed.size]).toEqual([kept.id, kept.size]);
    expect(streamed.fingerprint).toMatch(/^[0-9a-f]{64}$/u);
    const indices = [3, 0, kept.size - 1];
    streamed.prefetch!(indices);
    expect(await streamed.read(indices)).toEqual(await kept.read(indices));
    await expect(async () => await streamed.read([kept.size])).rejects.toThrow(/index/u);
  });

  it('may have its parts in the subfolders train and test', async () => {
    for (const [split, count] of [
      ['train', 3],
      ['test', 2],
    ] as const) {
      await mkdir(join(dir, split));
      for (let i = 0; i < count; i++) await writeFile(join(dir, split, `${i}.png`), grey(i));
    }
    expect((await openDataset(dir, { split: 'train', shape: [4, 4, 1] })).size).toBe(3);
    expect((await openDataset(dir, { split: 'test', shape: [4, 4, 1] })).size).toBe(2);
  });

  it('is stretched, padded or cropped, as requested, if its pictures have other proportions', async () => {
    // A white picture, three times as wide as high, with a black square in the middle.
    const pixels = Uint8Array.from({ length: 36 * 12 }, (_, i) =>
      Math.abs((i % 36) - 17.5) < 4 && Math.abs(Math.floor(i / 36) - 5.5) < 4 ? 0 : 255,
    );
    await writeFile(join(dir, '1.png'), encodePng({ width: 36, height: 12, channels: 1, pixels }));
    const dark = async (fit?: 'stretch' | 'pad' | 'crop') => {
      const options = { split: 'train', shape: [12, 12, 1], ...(fit && { fit }) } as const;
      const { values } = await (await openDataset(dir, options)).read([0]);
      const across = values.subarray(72, 84).filter((value) => value < 0.5).length;
      const down = values.filter((value, i) => i % 12 === 6 && value < 0.5).length;
      return `${across}x${down}`;
    };
    expect(await dark()).toBe(await dark('stretch'));
    // The square has 8 x 8 of the 36 x 12 pixels. It becomes a third as wide by `stretch`, stays the same by `crop`, and
    // becomes a third as wide and as high by `pad`.
    expect([await dark('stretch'), await dark('crop'), await dark('pad')]).toEqual([
      '2x8',
      '8x8',
      '2x2',
    ]);
  });

  const broken = grey(1).subarray(0, 40);

  it.each([
    ['in memory', 1e9],
    ['from the disk', 10],
  ])('is read without pictures that cannot be read, and lists them, %s', async (_name, memory) => {
    for (const part of ['train/a', 'train/b', 'test/a', 'test/b']) {
      await mkdir(join(dir, part), { recursive: true });
      for (let i = 0; i < 5; i++) await writeFile(join(dir, part, `${i}.png`), grey(10 * i));
    }
    await writeFile(join(dir, 'train', 'a', '1.png'), broken);
    await writeFile(join(dir, 'train', 'b', '0.png'), 'not a picture, whatever its name may say');
    const train = await openDataset(dir, { split: 'train', shape: [4, 4, 1], memory });
    expect([train.size, [...train.labels!].join('')]).toEqual([8, '00001111']);
    expect(train.skipped).toEqual([
      { id: 'train/a/1.png', reason: expect.stringMatching(/^train\/a\/1\.png is truncated/u) },
      { id: 'train/b/0.png', reason: expect.stringMatching(/is neither a PNG file nor a JPEG/u) },
    ]);
    const { values } = await train.read([0, 1, 4]);
    // The first picture of class a, the next readable picture of a, and the first readable picture of b.
    expect([0, 16, 32].map((at) => Math.round(values[at]! * 255))).toEqual([0, 20, 10]);
    expect((await openDataset(dir, { split: 'test', shape: [4, 4, 1] })).skipped).toBeUndefined();
  });

  it('is read without a picture above the size limit of its format', async () => {
    await writeFile(join(dir, '1.png'), grey(1));
    const large = grey(2).slice();
    new DataView(large.buffer).setUint32(16, 8192);
    new DataView(large.buffer).setUint32(20, 6144);
    await writeFile(join(dir, '2.png'), large);
    const { size, skipped } = await openDataset(dir, { split: 'train', shape: [4, 4, 1] });
    expect(size).toBe(1);
    expect(skipped![0]!.reason).toMatch(/^2\.png claims 8192 x 6144 pixels/u);
  });

  it('causes an error with the first reason and the number of files if no picture can be read', async () => {
    for (const name of ['a.png', 'b.png']) await writeFile(join(dir, name), broken);
    await expect(openDataset(dir, { split: 'train', shape: [4, 4, 1] })).rejects.toThrow(
      /holds no picture in its train part that can be read\. The first of 2: a\.png is truncated/u,
    );
  });

  describe('with a limit', () => {
    const open = (seed?: number, limit = 10) =>
      openDataset(dir, {
        split: 'train',
        shape: [4, 4, 1],
        limit,
        ...(seed !== undefined && { seed }),
      });
    beforeEach(async () => {
      for (const [at, label] of ['a', 'b', 'c'].entries()) {
        await mkdir(join(dir, 'train', label), { recursive: true });
        await mkdir(join(dir, 'test', label), { recursive: true });
        await writeFile(join(dir, 'test', label, '1.png'), grey(1));
        for (let i = 0; i < 20; i++)
          await writeFile(join(dir, 'train', label, `${i}.png`), grey(20 * at + i));
      }
    });

    it('gives pictures of all its classes, which depend only on the seed', async () => {
      const [one, again, other] = [await open(1), await open(1), await open(2)];
      const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
      expect(one.size).toBe(10);
      expect(new Set(one.labels)).toEqual(new Set([0, 1, 2]));
      const { values } = await one.read(all);
      expect((await again.read(all)).values).toEqual(values);
      expect((await other.read(all)).values).not.toEqual(values);
      // The grey value of a picture shows its class.
      const classes = all.map((i) => Math.floor(Math.round(values[16 * i]! * 255) / 20));
      expect([...one.labels!]).toEqual(classes);
    });

    it('decodes no other pictures, and draws another picture instead of a broken one', async () => {
      for (const label of ['a', 'b', 'c']) {
        for (let i = 0; i < 20; i += 2)
          await writeFile(join(dir, 'train', label, `${i}.png`), broken);
      }
      const some = await open(1);
      expect(some.size).toBe(10);
      // Half of the sixty pictures are broken. If all had been decoded, 30 would be reported.
      expect(some.skipped!.length).toBeGreaterThan(0);
      expect(some.skipped!.length).toBeLessThan(25);
    });

    it('gives all pictures if the limit is larger than their number', async () => {
      expect((await open(1, 100)).size).toBe(60);
    });
  });

  it('of notes causes an error that names the commands for music', async () => {
    await mkdir(join(dir, 'songs'));
    await writeFile(join(dir, 'songs', 'one.MID'), 'MThd');
    await expect(openDataset(dir, { split: 'train' })).rejects.toThrow(
      /no PNG or JPEG files but notes, such as one\.MID\. See speil data show --music/u,
    );
  });

  it('causes an error if it has no pictures', async () => {
    await expect(openDataset(dir, { split: 'train' })).rejects.toThrow(
      /holds no PNG or JPEG files, neither directly nor in its subfolders \(one per class\)\.$/u,
    );
    await mkdir(join(dir, 'letters', 'a'), { recursive: true });
    await writeFile(join(dir, 'letters', 'a', '1.png'), grey(1));
    await expect(openDataset(dir, { split: 'train' })).rejects.toThrow(
      /Folders inside those are not read; move the pictures up\.$/u,
    );
  });

  it('may contain links to pictures and folders, and broken links are ignored', async () => {
    const [pictures, links] = [join(dir, 'pictures'), join(dir, 'links')];
    await mkdir(join(pictures, 'cat'), { recursive: true });
    await mkdir(join(links, 'dog'), { recursive: true });
    for (let i = 0; i < 5; i++) await writeFile(join(pictures, 'cat', `${i}.png`), grey(i));
    await symlink(join(pictures, 'cat'), join(links, 'cat'));
    await symlink(join(pictures, 'cat', '0.png'), join(links, 'dog', '0.png'));
    await symlink(join(dir, 'nowhere'), join(links, 'dog', '1.png'));
    const found = await openDataset(links, { split: 'train', shape: [4, 4, 1] });
    expect([found.size, found.classNames]).toEqual([6, ['cat', 'dog']]);
  });

  it('causes an error if a part is empty', async () => {
    await writeFile(join(dir, '1.png'), grey(1));
    await expect(openDataset(dir, { split: 'test', shape: [4, 4, 1] })).rejects.toThrow(
      /has nothing in its test part: of its 1 pictures a tenth/u,
    );
  });

  it('has an id with only its name, wherever the folder is', async () => {
    await mkdir(join(dir, 'letters'));
    await writeFile(join(dir, 'letters', '1.png'), grey(1));
    const letters = await openDataset(`${join(dir, 'letters')}/.`, {
      split: 'train',
      shape: [4, 4, 1],
    });
    expect(letters.id).toBe('letters/train');
  });
});
