/** The parts of the lesson in English. */
import type { LessonParts } from '../types';
import { conditional } from './conditional';
import { denoising } from './denoising';
import { enlarging } from './enlarging';
import { further } from './further';
import { generating } from './generating';
import { halves } from './halves';
import { music } from './music';
import { plane } from './plane';
import { properties } from './properties';
import { reduction } from './reduction';
import { variational } from './variational';
import { why } from './why';

export const parts: LessonParts = {
  why,
  halves,
  reduction,
  denoising,
  enlarging,
  generating,
  variational,
  plane,
  conditional,
  properties,
  music,
  further,
};
