import { expect, it } from 'vitest';
import { differentData } from './compare.js';

it('says how models on different data can be compared, if they can', () => {
  const of = (name: string, id: string, side: number) => ({
    name,
    dataset: { id, shape: [side, side, side === 28 ? 1 : 3] },
  });
  const first = of('first', 'mnist-10k/test', 28);
  expect(differentData(of('photo', 'flat/test', 64), first)).toBe(
    'first and photo use different data (mnist-10k, flat). Images of 28x28x1 and 64x64x3 cannot be compared.',
  );
  expect(differentData(of('b', 'mnist/test', 28), first)).toBe(
    'first and b use different data (mnist-10k, mnist). Choose one with --data.',
  );
  expect(differentData(of('b', 'mnist-10k/test', 64), first)).toBe(
    'first and b take images of 28x28x1 and 64x64x3, which cannot be compared.',
  );
});
