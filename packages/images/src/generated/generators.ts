/** The generated datasets by name. A new one is a file of this folder, a row here and an entry of the catalogue. */
import type { Dataset, ScoredSplit } from '@speil/api';
import { scenesDataset } from './scenes.js';
import { shapesDataset } from './shapes.js';

export const generators = {
  shapes: (split) => shapesDataset({ split }),
  'colour-shapes': (split) => shapesDataset({ split, colour: true }),
  scenes: (split) => scenesDataset({ split }),
} as const satisfies Record<string, (split: ScoredSplit) => Dataset>;

export type GeneratedName = keyof typeof generators;
