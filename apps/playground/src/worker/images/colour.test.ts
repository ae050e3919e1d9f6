import { scenesDataset } from '@speil/images';
import { expect, it } from 'vitest';
import { colourSide, sceneCount } from '../protocol/images';

it('offers every scene of the test part, in its size', () => {
  const scenes = scenesDataset({ split: 'test' });
  expect(scenes.size).toBe(sceneCount);
  expect(scenes.shape).toEqual([colourSide, colourSide, 3]);
});
