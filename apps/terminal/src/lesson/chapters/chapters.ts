/** The lesson's chapters in their order. */
import type { Chapter } from '../chapter.js';
import { aae } from './adversarial.js';
import { convPlane, densePlane, plainPlane } from './latent-spaces.js';
import { linear } from './linear.js';
import { disturbed, reconstruction } from './reconstruction.js';
import { colour } from './colour.js';
import { denoising, noiseEnlarged, otherData, superResolution } from './restoration.js';

export const chapters: readonly Chapter[] = [
  reconstruction,
  disturbed,
  denoising,
  otherData,
  superResolution,
  noiseEnlarged,
  colour,
  plainPlane,
  densePlane,
  convPlane,
  linear,
  aae,
];
