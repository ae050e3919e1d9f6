import { openDataset } from '@speil/images/node';
import { expect, it } from 'vitest';
import { noise, shirt } from './pictures';

it('the shirt is the first of the test part of Fashion-MNIST', async () => {
  const data = await openDataset('fashion-mnist-10k', { split: 'test' });
  const { values } = await data.read([data.labels!.indexOf(0)]);
  expect(Array.from(shirt)).toEqual(Array.from(values, (value) => Math.round(255 * value)));
});

it('the noise has as many values as a picture, in squares of four by four', () => {
  expect(noise.length).toBe(784);
  for (let i = 0; i < noise.length; i++) {
    const [row, column] = [Math.floor(i / 28), i % 28];
    expect(noise[i]).toBe(noise[(row - (row % 4)) * 28 + column - (column % 4)]);
  }
});
