/** The English texts of all pages. The other dictionaries have the same keys and arguments (dictionary.test.ts). */
import { about } from './about';
import { compare } from './compare';
import { draw } from './draw';
import { explore } from './explore';
import { lesson } from './lesson';
import { lessonFigures } from './lesson-figures';
import { music } from './music';
import { page } from './page';
import { train } from './train';

export const en = {
  ...page,
  ...explore,
  ...draw,
  ...compare,
  ...music,
  ...train,
  ...lesson,
  ...lessonFigures,
  ...about,
} as const;
