/**
 * Parses the ICU messages of dictionaries for use-intl's format-only build (next.config.ts). This runs while the pages
 * are built; browsers receive the result.
 */
import compile from 'icu-minify/compile';
import type { SitePage } from '../site/pages';
import type { Dictionary, SceneMessages } from './en/dictionary';
import { en } from './en/en';
import type { Locale } from './locales';
import { nb } from './nb/nb';

export const dictionaries: Readonly<Record<Locale, Dictionary>> = { en, nb };

/** Namespaces of every page. */
const common = [
  'page',
  'ownModel',
  'classDescription',
  'steps',
  'pad',
  'file',
  'share',
  'foot',
  'errors',
] as const;
/** Namespaces of single pages, so that a page contains only the texts that it shows. */
const own = {
  explore: ['intro', 'plane', 'decoded', 'draw', 'travel', 'exploreOwn', 'clothing', 'essay'],
  draw: ['mend', 'enlarge', 'encoded', 'colour', 'lesson'],
  compare: ['compare', 'compareOwn', 'compareEssay'],
  beats: ['beats', 'music', 'drums', 'checkpoint', 'beatsEssay'],
  melodies: ['melodies', 'music', 'drums', 'checkpoint', 'melodiesEssay'],
  train: [
    'train',
    'trainOwn',
    'trainSaved',
    'trainElsewhere',
    'clothing',
    'trainFailures',
    'trainEssay',
  ],
  lesson: ['lessonPage', 'lessonWidgets', 'lessonFamily', 'lessonFigures'],
  sheet: ['lessonSheet'],
  teachers: ['lessonSheet'],
  about: ['aboutPage'],
} as const satisfies Readonly<Record<SitePage, readonly (keyof Dictionary)[]>>;

export function compiledMessages(locale: Locale, page: SitePage): SceneMessages {
  const texts = dictionaries[locale];
  return Object.fromEntries(
    [...common, ...own[page]].map((name) => [name, compileTexts(texts[name])]),
  );
}

function compileTexts(texts: object): object {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]: [string, string | object]) => [
      key,
      typeof value === 'string' ? plain(compile(value)) : compileTexts(value),
    ]),
  );
}

/** Copies compiled messages: they contain objects without a prototype, which React does not send to the browser. */
function plain(message: unknown): unknown {
  return JSON.parse(JSON.stringify(message));
}
