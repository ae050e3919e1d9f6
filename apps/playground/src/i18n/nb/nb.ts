/** The Norwegian (bokmål) texts of all pages. */
import type { Dictionary } from '../en/dictionary';
import { about } from './about';
import { compare } from './compare';
import { draw } from './draw';
import { explore } from './explore';
import { lesson } from './lesson';
import { lessonFigures } from './lesson-figures';
import { music } from './music';
import { page } from './page';
import { train } from './train';

export const nb: Dictionary = {
  ...page,
  ...explore,
  ...draw,
  ...compare,
  ...music,
  ...train,
  ...lesson,
  ...lessonFigures,
  ...about,
};
