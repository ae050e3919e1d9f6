/** What is known of pictures before a model is chosen, and the shape that follows. */
import { mkdtempSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../pictures/png.js';
import { convertDataset } from './convert.js';
import { chooseShape, type PictureFacts } from './facts.js';
import { inspectDataset, openDataset } from './open.js';

const picture = (width: number, height: number, channels: 1 | 3, value = 200) => ({
  width,
  height,
  channels,
  pixels: new Uint8Array(width * height * channels).fill(value),
});

function folder(files: Readonly<Record<string, Parameters<typeof encodePng>[0]>>): string {
  const root = mkdtempSync(join(tmpdir(), 'speil-facts-'));
  for (const [name, one] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), encodePng(one));
  }
  return root;
}

const facts: PictureFacts = { count: 60, width: 96, height: 80, uniform: false, colour: true };

describe('the shape of a model for pictures', () => {
  it.each<[string, Partial<PictureFacts>, readonly number[]]>([
    ['of several sizes is square and no larger than most of them', {}, [64, 64, 3]],
    ['is 32 where most are smaller than 64', { width: 40 }, [32, 32, 3]],
    ['is 16 at least', { width: 9, height: 9 }, [16, 16, 3]],
    ['of one size keeps it', { uniform: true }, [80, 96, 3]],
    [
      'of one size that is not a multiple of 4 is square',
      { uniform: true, width: 90 },
      [64, 64, 3],
    ],
    ['of one large size is 64', { uniform: true, width: 640, height: 480 }, [64, 64, 3]],
    ['in grey has one channel', { colour: false }, [64, 64, 1]],
  ])('%s', (_, change, shape) => {
    expect(chooseShape({ ...facts, ...change })).toEqual(shape);
  });

  it('follows a wish for size and colour', () => {
    expect(chooseShape(facts, { size: [48, 32], colour: false })).toEqual([32, 48, 1]);
    expect(() => chooseShape(facts, { size: [4, 64] })).toThrow(
      "The sides of a model's pictures must be from 8 to 256 pixels. Received: 4x64.",
    );
  });
});

describe('the facts of a dataset', () => {
  it('of a folder come from the headers of its pictures', async () => {
    const root = folder({
      'train/cat/1.png': picture(64, 48, 3),
      'train/cat/2.png': picture(80, 60, 3),
      'train/dog/3.png': picture(100, 50, 1),
      'test/dog/4.png': picture(100, 50, 3),
    });
    expect(await inspectDataset(root)).toEqual({
      count: 3,
      width: 100,
      height: 50,
      uniform: false,
      colour: true,
      classes: 2,
    });
  });

  it('of a named dataset come from its shape', async () => {
    expect(await inspectDataset('scenes')).toEqual({
      count: 69_120,
      width: 64,
      height: 64,
      uniform: true,
      colour: true,
      classes: 4,
    });
  });
});

describe('a dataset that is opened in another shape', () => {
  it('converts each picture when it is read, and says so', async () => {
    const dataset = await openDataset('colour-shapes', { split: 'test', shape: [16, 16, 1] });
    expect(dataset.description).toBe('18,432 pictures, 32x32, colour -> 16x16 grey');
    const { shape, values } = await dataset.read([0, 5]);
    expect(shape).toEqual([2, 16, 16, 1]);
    const whole = await (await openDataset('colour-shapes', { split: 'test' })).read([5]);
    const luma = whole.values.reduce((sum, v, i) => sum + v * [0.299, 0.587, 0.114][i % 3]!, 0);
    const grey = values.subarray(256).reduce((sum, v) => sum + v, 0);
    // The mean brightness stays: 1,024 pixels become 256.
    expect(grey / 256).toBeCloseTo(luma / 1024, 2);
  });

  it('is the same dataset if the shape is its own', async () => {
    const dataset = await openDataset('shapes', { split: 'test' });
    expect(convertDataset(dataset, [32, 32, 1])).toBe(dataset);
  });
});
