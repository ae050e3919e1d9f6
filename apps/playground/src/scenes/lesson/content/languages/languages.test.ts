import { describe, expect, it } from 'vitest';
import { locales } from '../../../../i18n/locales';
import { lessonParts, teacherTexts } from './languages';
import { partIds, structure } from '../structure';
import type { PartId } from '../structure';
import type { PartText, QuestionText } from '../types';

const all = locales.flatMap((locale) => partIds.map((id) => [locale, id] as const));

/** What must be the same in all languages. */
function shapeOf({ text, before, after, tasks, mistakes, trial }: PartText): unknown {
  const shape = (questions: readonly QuestionText[]): number[] =>
    questions.map(({ answers }) => answers.length);
  return {
    blocks: text.map((block) => (typeof block === 'string' ? termsOf(block) : block.formula)),
    before: shape(before),
    after: shape(after),
    tasks: tasks.map((task) => [task.text.length, task.choices.length]),
    mistakes: mistakes.map((mistake) => termsOf(mistake.text)),
    trial: trial === '',
  };
}

/** @returns the number of terms that a text introduces. */
function termsOf(text: string): number {
  return (text.split('*').length - 1) / 2;
}

function questionsOf(id: PartId, text: PartText) {
  return (['before', 'after'] as const).flatMap((when) =>
    text[when].map((question, i) => ({ ...question, right: structure[id][when][i] })),
  );
}

describe.each(all)('in %s, the part %s', (locale, id) => {
  const text = lessonParts[locale][id];

  it('has a quiz before and one after it, as its structure says', () => {
    expect(text.before.length).toBe(structure[id].before.length);
    expect(text.after.length).toBe(structure[id].after.length);
    expect(text.before.length).toBeGreaterThan(0);
    expect(text.after.length).toBeGreaterThan(0);
  });

  it('explains every answer, and says of exactly one that it is right', () => {
    for (const { answers, right } of questionsOf(id, text)) {
      expect(right).toBeLessThan(answers.length);
      expect(new Set(answers.map((answer) => answer.text)).size).toBe(answers.length);
      answers.forEach(({ why }, i) => {
        expect(why.length).toBeGreaterThan(30);
        expect(/^(?:Right|Riktig)\b/u.test(why)).toBe(i === right);
      });
    }
  });

  it('has a text for every task, and choices where one of them is right', () => {
    expect(text.tasks.length).toBe(structure[id].tasks.length);
    structure[id].tasks.forEach(({ check }, i) => {
      const { choices, right } = text.tasks[i]!;
      if (check.kind === 'choice') expect(check.right).toBeLessThan(choices.length);
      else expect(choices).toEqual([]);
      expect(right).toMatch(/^(?:Yes|Ja)\. /u);
    });
  });

  it('has the same structure as in English, and no text in common with it', () => {
    const english = lessonParts.en[id];
    expect(shapeOf(text)).toEqual(shapeOf(english));
    if (locale === 'en') return;
    text.text.forEach((block, i) => {
      if (typeof block === 'string') expect(block).not.toBe(english.text[i]);
    });
  });

  it('has a question to discuss', () => {
    const { ask, expect: expected } = teacherTexts[locale].talk[id];
    expect(ask).toMatch(/\?$/u);
    expect(expected.length).toBeGreaterThan(20);
  });
});

describe('the lesson', () => {
  it('does not give the right answers away by their places', () => {
    const places = partIds.flatMap((id) => [...structure[id].before, ...structure[id].after]);
    for (const place of [0, 1, 2]) {
      expect(places.filter((right) => right === place).length).toBeGreaterThan(places.length / 6);
    }
  });

  it.each(locales)('has plans of the same length as in English in %s', (locale) => {
    const shape = (of: typeof locale) =>
      teacherTexts[of].plans.map(({ steps }) => steps.map(({ minutes }) => minutes));
    expect(shape(locale)).toEqual(shape('en'));
    const sums = shape(locale).map((steps) => steps.reduce((sum, step) => sum + Number(step), 0));
    expect(sums).toEqual([15, 45]);
  });
});
