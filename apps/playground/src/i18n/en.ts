/** What the pages say in English. The other dictionaries have the same keys and arguments (dictionary.test.ts). */
import { about } from './en/about';
import { compare } from './en/compare';
import { draw } from './en/draw';
import { explore } from './en/explore';
import { music } from './en/music';
import { page } from './en/page';

export const en = { ...page, ...explore, ...draw, ...compare, ...music, ...about } as const;
