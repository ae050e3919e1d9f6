import { expect, it } from 'vitest';
import { describeSurvey } from './survey.js';

const seen = (width: number, height: number, colour = true) => ({ width, height, colour });

it('a survey describes the pictures of a folder, and their conversion if there is one', () => {
  const digits = [28, 28, 1];
  expect(describeSurvey(60, [seen(64, 64), seen(96, 64), seen(128, 128)], digits)).toBe(
    '60 pictures, 64x64 to 128x128, colour -> 28x28 grey (some stretched)',
  );
  expect(describeSurvey(2, [seen(200, 50), seen(200, 50)], digits)).toBe(
    '2 pictures, 200x50, colour -> 28x28 grey (stretched)',
  );
  const narrow = [seen(200, 50), seen(28, 28)];
  expect(describeSurvey(2, narrow, digits, 'pad')).toMatch(/28x28 grey \(1 of 2 padded\)$/u);
  expect(describeSurvey(2, narrow, digits, 'crop')).toMatch(/28x28 grey \(1 of 2 cropped\)$/u);
  expect(describeSurvey(2, [seen(64, 64), seen(64, 64, false)], [64, 64, 3])).toBe(
    '2 pictures, 64x64, some grey, some in colour -> 64x64 colour',
  );
  expect(describeSurvey(1, [seen(28, 28, false)], digits)).toBe('1 picture, 28x28, grey');
  expect(describeSurvey(3, [], digits)).toBe('3 pictures -> 28x28 grey');
});
