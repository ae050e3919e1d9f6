/**
 * Generated pictures with known factors: shape, size, rotation and position, each from a grid of values. They are
 * similar to dSprites (Matthey et al. 2017), but drawn here. Measures of disentanglement compare a latent space with
 * these factors. Rotations are below 90 degrees, so that all of them give different pictures: a square looks the same
 * after 90 degrees, and an ellipse after 180.
 */
import type { Dataset, ScoredSplit } from '@speil/api';
import { coverage, side } from './draw-shape.js';
import { gridDataset } from './grid.js';

/** The shapes of the generated pictures, in the order of the factor `shape`. */
export const shapeNames = ['square', 'ellipse', 'heart'] as const;

/** Name and number of values of each factor. Every combination of values is one picture. */
const grid = { shape: 3, scale: 4, rotation: 10, x: 16, y: 16 } as const;
/** Red, yellow, green, cyan, blue, magenta. */
const colours = [
  [1, 0, 0],
  [1, 1, 0],
  [0, 1, 0],
  [0, 1, 1],
  [0, 0, 1],
  [1, 0, 1],
] as const;

/**
 * sha256 of the first thousand training pictures. It changes if the drawing or the order changes, so that a run detects
 * different data.
 */
const fingerprints = {
  grey: '998e6f3177438da228d92438326688cf0b6dfb12ae6c591e6dd46594a1b8b4a6',
  colour: '90803e1a539d1993fedbe313c58e255b48bb60bccb18ea4eff9f4b8bbf2e0273',
} as const;

/** Which generated pictures to draw. */
export interface ShapesOptions {
  /** Which part of the grid of factors. */
  readonly split: ScoredSplit;
  /** Whether the shapes have one of six colours on black: one more factor, and three channels. Default false. */
  readonly colour?: boolean;
}

/**
 * 30,720 grey pictures of 32 x 32 pixels, or 184,320 in colour, in a fixed random order. A tenth is held out. Pictures
 * are drawn when they are read, so they take no memory. `factors` contains the factors of each picture.
 */
export function shapesDataset({ split, colour = false }: ShapesOptions): Dataset {
  const channels = colour ? 3 : 1;
  return gridDataset({
    name: colour ? 'colour-shapes' : 'shapes',
    split,
    factors: colour ? { ...grid, colour: colours.length } : grid,
    classNames: shapeNames,
    shape: [side, side, channels],
    fingerprint: fingerprints[colour ? 'colour' : 'grey'],
    draw: (values) => drawPicture(values, channels),
  });
}

function drawPicture(factors: Uint8Array, channels: number): Float32Array {
  const [shape, scale, rotation, x, y, hue] = [...factors] as [
    number,
    number,
    number,
    number,
    number,
    number?,
  ];
  const covered = coverage({
    shape,
    radius: 4 + 1.2 * scale,
    angle: (rotation / grid.rotation) * (Math.PI / 2),
    x: 8.5 + x,
    y: 8.5 + y,
  });
  if (hue === undefined) return covered;
  const colour = colours[hue]!;
  const out = new Float32Array(covered.length * channels);
  covered.forEach((value, i) =>
    colour.forEach((part, c) => (out[i * channels + c] = value * part)),
  );
  return out;
}
