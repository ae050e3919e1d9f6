import { expect, it } from 'vitest';
import { isRight } from '../content/structure';
import { readNumber } from './read-number';

it.each([
  ['18', 18],
  [' 18 % ', 18],
  ['173.4', 173.4],
  ['173,4 nats', 173.4],
  ['', undefined],
  ['about 18', undefined],
  ['1e9', undefined],
])('reads %j as %s', (text, value) => {
  expect(readNumber(text)).toBe(value);
});

it('accepts answers within the tolerance', () => {
  const check = { kind: 'number', value: 18, tolerance: 1, unit: 'percent' } as const;
  expect([16.9, 17, 18, 19, 19.1].map((given) => isRight(check, given))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});
