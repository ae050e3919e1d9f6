/**
 * Rendered scenes with known factors, in the manner of 3D Shapes (Burgess & Kim 2018) but rendered here: one solid on a floor,
 * with its hue, size and position, the hue of the room, and the position of the lamp.
 */
import type { Dataset, ScoredSplit } from '@speil/api';
import { gridDataset } from './grid.js';
import { renderScene, sceneSide } from './render-scene.js';
import type { solids, Vector } from './solids.js';

/** The solids of the generated scenes, in the order of the factor `shape`. */
export const sceneNames = [
  'sphere',
  'cube',
  'cylinder',
  'cone',
] as const satisfies readonly (keyof typeof solids)[];

/** Names and numbers of values of the factors; every combination is one picture. */
const grid = { shape: 4, hue: 8, size: 4, x: 5, depth: 4, room: 6, lamp: 5 } as const;

/** Linear colours of the solids: red, orange, yellow, green, turquoise, blue, violet, white. */
const hues: readonly Vector[] = [
  [0.72, 0.06, 0.05],
  [0.85, 0.27, 0.03],
  [0.85, 0.62, 0.06],
  [0.12, 0.5, 0.1],
  [0.04, 0.5, 0.5],
  [0.05, 0.17, 0.68],
  [0.36, 0.1, 0.55],
  [0.8, 0.8, 0.78],
];

/** Linear colours of the floor and the wall of each room. */
const rooms: readonly { readonly floor: Vector; readonly wall: Vector }[] = [
  { floor: [0.5, 0.47, 0.42], wall: [0.62, 0.58, 0.5] },
  { floor: [0.3, 0.17, 0.09], wall: [0.55, 0.4, 0.28] },
  { floor: [0.14, 0.22, 0.12], wall: [0.36, 0.5, 0.36] },
  { floor: [0.16, 0.2, 0.3], wall: [0.34, 0.46, 0.62] },
  { floor: [0.32, 0.14, 0.2], wall: [0.62, 0.36, 0.42] },
  { floor: [0.09, 0.09, 0.1], wall: [0.2, 0.2, 0.23] },
];

/** sha256 of the first 200 training pictures: changes with the rendering or the order. */
const fingerprint = '6a56f06074ce8abd40616d1a49379fcb134148d546393fc664ca645c1a117376';

/**
 * 76,800 colour pictures of 64 x 64 in a fixed shuffled order; a tenth is held out. They are rendered when they are read;
 * `factors` contains the factors of each.
 */
export function scenesDataset({ split }: { readonly split: ScoredSplit }): Dataset {
  return gridDataset({
    name: 'scenes',
    split,
    factors: grid,
    classNames: sceneNames,
    shape: [sceneSide, sceneSide, 3],
    fingerprint,
    draw: ([shape, hue, size, x, depth, room, lamp]) =>
      renderScene({
        solid: sceneNames[shape!]!,
        colour: hues[hue!]!,
        radius: 0.42 + 0.1 * size!,
        x: (x! - 2) * 0.32,
        z: (depth! - 1.5) * 0.36,
        ...rooms[room!]!,
        lamp: [(lamp! - 2) * 1.5, 3.1, 1.9],
      }),
  });
}
