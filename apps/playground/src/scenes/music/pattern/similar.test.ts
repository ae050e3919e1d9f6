import { describe, expect, it } from 'vitest';
import { patternSteps } from '../../../worker/protocol/music';
import type { SimilarQuestion, Pattern } from '../../../worker/protocol/music';
import { createSimilarFinder } from './similar';

const all = (label: number): Pattern => Array.from({ length: patternSteps }, () => label);

/** A fake model: the neighbours of a pattern are the patterns whose labels are higher by one, two and three. */
function scene() {
  const corners: Pattern[] = [all(1), all(20), all(30), all(40)];
  const questions: SimilarQuestion[] = [];
  let heardCorner = 0;
  const find = createSimilarFinder({
    playing: () => corners[heardCorner],
    isPlaying: (at) => at === heardCorner,
    corner: (at) => corners[at],
    settings: () => ({ amounts: {}, similarity: 0.8 }),
    ask(question) {
      questions.push(question);
      const label = question.pattern[0]!;
      return Promise.resolve([label, label + 1, label + 2, label + 3].map(all));
    },
  });
  return {
    questions,
    press: async (at: number) => {
      const pattern = await find(at);
      if (pattern !== undefined) corners[at] = pattern;
      heardCorner = at;
      return pattern?.[0];
    },
  };
}

describe('a variation of the playing pattern', () => {
  it('is never the playing pattern itself', async () => {
    expect(await scene().press(1)).toBe(2);
  });

  it('is a different neighbour of the same pattern at each call', async () => {
    const { press, questions } = scene();
    expect([await press(1), await press(1), await press(1)]).toEqual([2, 3, 2]);
    expect(questions.map(({ pattern }) => pattern[0])).toEqual([1, 1, 1]);
    expect(new Set(questions.map(({ seed }) => seed)).size).toBe(3);
  });

  it('is a neighbour of the last variation once another corner is filled', async () => {
    const { press, questions } = scene();
    await press(1);
    expect(await press(2)).toBe(3);
    expect(await press(3)).toBe(4);
    expect(questions[1]!.pattern[0]).toBe(2);
  });

  it('is undefined if all neighbours are already known', async () => {
    const find = createSimilarFinder({
      playing: () => all(1),
      isPlaying: () => false,
      corner: () => all(2),
      settings: () => ({ amounts: {}, similarity: 0.95 }),
      ask: () => Promise.resolve([all(1), all(2)]),
    });
    expect(await find(0)).toBeUndefined();
  });
});
