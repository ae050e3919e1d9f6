import { describe, expect, it } from 'vitest';
import type { Batch } from '@speil/api';
import { heldOutOf, leastOwn, mostOwn } from '../protocol/train';
import { ownPictures } from './own-pictures';

const size = 784;
/** Pictures of one grey each: that of the first has the value 0, that of the second 1, and so on. */
const pictures = (count: number): Uint8Array =>
  Uint8Array.from({ length: count * size }, (_, i) => Math.floor(i / size) % 256);
const greys = ({ values }: Batch): number[] =>
  Array.from({ length: values.length / size }, (_, i) => Math.round(255 * values[i * size]!));

describe('own pictures', () => {
  it('are trained on, except every fifth, which is held out', async () => {
    const { train, heldOut } = ownPictures(pictures(23));
    expect(heldOut.size).toBe(heldOutOf(23));
    expect(greys(await heldOut.read([0, 1, 2, 3]))).toEqual([4, 9, 14, 19]);
    expect(greys(await train.read([0, 3, 4, 7, 8, 18]))).toEqual([0, 3, 5, 8, 10, 22]);
    expect(train.shape).toEqual([28, 28, 1]);
  });

  it('are repeated until an epoch is long enough', async () => {
    const few = ownPictures(pictures(20)).train;
    expect(few.size).toBe(4000);
    expect(greys(await few.read([16, 3999]))).toEqual([0, 18]);
    expect(ownPictures(pictures(mostOwn)).train.size).toBe(3 * 1600);
  });

  it('have no classes, and a fingerprint of their pixels', () => {
    const { train, heldOut } = ownPictures(pictures(20));
    expect(train.labels).toBeUndefined();
    expect(heldOut.classNames).toBeUndefined();
    const other = pictures(20);
    other[0] = 255;
    const changed = ownPictures(other);
    expect(train.fingerprint).toMatch(/^[0-9a-f]{64}$/u);
    expect(changed.train.fingerprint).not.toBe(train.fingerprint);
    expect(changed.heldOut.fingerprint).toBe(heldOut.fingerprint);
  });

  it.each([
    ['none', undefined],
    ['too few', pictures(leastOwn - 1)],
    ['too many', pictures(mostOwn + 1)],
    ['a part of one', pictures(leastOwn).subarray(1)],
    ['numbers of another type', new Float32Array(leastOwn * size) as unknown as Uint8Array],
  ])('are refused if there are %s', (_, pixels) => {
    expect(() => ownPictures(pixels)).toThrow(/^pixels must hold 20 to 2000 pictures/u);
  });
});
