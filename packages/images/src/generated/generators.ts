/** The generated datasets by name. To add one, add a file to this folder, a row here and an entry to the catalogue. */
import type { Dataset, ScoredSplit } from '@speil/api';
import { scenesDataset } from './scenes.js';
import { shapesDataset } from './shapes.js';

export const generators = {
  shapes: (split) => shapesDataset({ split }),
  'colour-shapes': (split) => shapesDataset({ split, colour: true }),
  scenes: (split) => scenesDataset({ split }),
} as const satisfies Record<string, (split: ScoredSplit) => Dataset>;

export type GeneratedName = keyof typeof generators;
