/**
 * Dictionaries with their ICU messages already parsed, as use-intl's format-only build wants them (next.config.ts). Runs
 * while the pages are built; browsers get the result.
 */
import compile from 'icu-minify/compile';
import type { Dictionary } from './dictionary';
import { en } from './en';
import type { Locale } from './locales';
import { nb } from './nb';

export const dictionaries: Readonly<Record<Locale, Dictionary>> = { en, nb };

export function compiledMessages(locale: Locale): Dictionary {
  return compileTexts(dictionaries[locale]) as Dictionary;
}

function compileTexts(texts: object): object {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]: [string, string | object]) => [
      key,
      typeof value === 'string' ? plain(compile(value)) : compileTexts(value),
    ]),
  );
}

/** Compiled messages hold objects without a prototype, which React does not send to the browser. */
function plain(message: unknown): unknown {
  return JSON.parse(JSON.stringify(message));
}
