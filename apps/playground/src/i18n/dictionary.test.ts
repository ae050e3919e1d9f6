import { describe, expect, it } from 'vitest';
import { locales } from './locales';
import { dictionaries } from './messages';

/**
 * @returns `path {arguments}` for every text: what a translator must keep. The words that a `select` chooses between
 * are not arguments.
 */
function shapeOf(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, string | object]) => {
    if (typeof value !== 'string') return shapeOf(value, `${path}${key}.`);
    const names = new Set(
      Array.from(value.matchAll(/(?<!(?:other|\d) )\{(\w+)[,}]/gu), (match) => match[1]),
    );
    return [`${path}${key} {${[...names].sort().join(' ')}}`];
  });
}

describe.each(locales.filter((locale) => locale !== 'en'))('the dictionary %s', (locale) => {
  it('has the keys and arguments of the English one', () => {
    expect(shapeOf(dictionaries[locale]).sort()).toEqual(shapeOf(dictionaries.en).sort());
  });

  it('has no empty text and no text in English', () => {
    const texts = (dictionary: object): string[] =>
      Object.values(dictionary).flatMap((value: string | object) =>
        typeof value === 'string' ? [value] : texts(value),
      );
    const english = texts(dictionaries.en);
    texts(dictionaries[locale]).forEach((text, index) => {
      expect(text.trim()).not.toBe('');
      // Longer texts are sentences. Short ones (x, Pause, {speed}×) may be the same in two languages.
      if (text.length > 20 && !text.startsWith('{')) expect(text).not.toBe(english[index]);
    });
  });
});
