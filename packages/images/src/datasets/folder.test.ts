/** Folders of pictures as datasets. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { encodePng } from '../pictures/png.js';
import { jpegFiles } from '../pictures/jpeg.test-support.js';
import { emptyFolder } from './datasets.test-support.js';
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

  it('has a class a subfolder, one size, and splits that do not overlap', async () => {
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

  it('reads JPEG beside PNG, whatever their size and colours, grey or in colour', async () => {
    await mkdir(join(dir, 'train'));
    await mkdir(join(dir, 'test'));
    await writeFile(join(dir, 'train', '1.png'), grey(100, 9));
    await writeFile(join(dir, 'train', '2.JPG'), jpegFiles.progressive);
    await writeFile(join(dir, 'train', '3.jpeg'), jpegFiles.cmyk);
    for (const channels of [1, 3]) {
      const train = await openDataset(dir, { split: 'train', shape: [6, 5, channels] });
      expect(train.size).toBe(3);
      const { shape, values } = await train.read([0, 1, 2]);
      expect(shape).toEqual([3, 6, 5, channels]);
      expect(values[0]).toBeCloseTo(100 / 255, 5);
    }
  });

  it('that does not fit the memory is decoded when it is read, to the same values', async () => {
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

  it('uses train and test subfolders as they are', async () => {
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

  it('names the file that is no picture', async () => {
    await writeFile(join(dir, 'a.png'), 'not a picture, whatever the name of the file may say');
    await writeFile(join(dir, 'b.png'), 'nor is this one, which lies in the other split perhaps');
    const open = async (): Promise<void> => {
      await openDataset(dir, { split: 'train', shape: [4, 4, 1] });
      await openDataset(dir, { split: 'test', shape: [4, 4, 1] });
    };
    await expect(open()).rejects.toThrow(/[ab]\.png is neither a PNG file nor a JPEG file/u);
  });

  it('that holds none says so', async () => {
    await expect(openDataset(dir, { split: 'train' })).rejects.toThrow(
      /holds no PNG or JPEG files .* in it, or in its subfolders, one a class\.$/u,
    );
    await mkdir(join(dir, 'letters', 'a'), { recursive: true });
    await writeFile(join(dir, 'letters', 'a', '1.png'), grey(1));
    await expect(openDataset(dir, { split: 'train' })).rejects.toThrow(
      /Folders inside those are not read; move the pictures up\.$/u,
    );
  });

  it('follows links to pictures and folders, and passes over one that leads nowhere', async () => {
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

  it('says that a part is empty instead of giving none', async () => {
    await writeFile(join(dir, '1.png'), grey(1));
    await expect(openDataset(dir, { split: 'test', shape: [4, 4, 1] })).rejects.toThrow(
      /has nothing in its test part: of its 1 pictures a tenth/u,
    );
  });

  it('is called by its name alone, wherever it lies', async () => {
    await mkdir(join(dir, 'letters'));
    await writeFile(join(dir, 'letters', '1.png'), grey(1));
    const letters = await openDataset(`${join(dir, 'letters')}/.`, {
      split: 'train',
      shape: [4, 4, 1],
    });
    expect(letters.id).toBe('letters/train');
  });
});
