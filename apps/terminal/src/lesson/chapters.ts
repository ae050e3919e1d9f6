/** The lesson's chapters in their order. */
import type { Chapter } from './chapter.js';
import { aae } from './chapters/adversarial.js';
import { convPlane, densePlane, plainPlane } from './chapters/latent-spaces.js';
import { linear } from './chapters/linear.js';
import { disturbed, reconstruction } from './chapters/reconstruction.js';
import { denoising, noiseEnlarged, otherData, superResolution } from './chapters/restoration.js';

export const chapters: readonly Chapter[] = [
  reconstruction,
  disturbed,
  denoising,
  otherData,
  superResolution,
  noiseEnlarged,
  plainPlane,
  densePlane,
  convPlane,
  linear,
  aae,
];
