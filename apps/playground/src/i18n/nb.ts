/** What the pages say in Norwegian bokmål. */
import type { Dictionary } from './dictionary';
import { about } from './nb/about';
import { compare } from './nb/compare';
import { draw } from './nb/draw';
import { explore } from './nb/explore';
import { music } from './nb/music';
import { page } from './nb/page';

export const nb: Dictionary = { ...page, ...explore, ...draw, ...compare, ...music, ...about };
