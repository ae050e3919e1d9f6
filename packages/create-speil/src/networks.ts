/**
 * Small convolutional networks for pictures, as the texts of their layers in a recipe. A person is meant to change them:
 * `speil recipes FAMILY --data FOLDER --mjs` prints larger ones with residual blocks.
 */
import type { Shape } from './datasets.js';

/** The lines of both lists of layers. */
export interface Networks {
  readonly encoder: string;
  readonly decoder: string;
}

/** Height and width after a number of halvings. */
export function sidesAt([height, width]: Shape, levels: number): [number, number] {
  return [height / 2 ** levels, width / 2 ** levels];
}

/** Most positions of the features that a dense layer takes: its weights are the largest of these networks. */
const mostPositions = 64;

/** @returns how often both sides are halved; undefined if they cannot be halved to few enough positions. */
export function countLevels(shape: Shape): number | undefined {
  const least = Math.min(shape[0], shape[1]);
  for (let levels = least >= 32 ? 3 : least >= 16 ? 2 : 1; levels < 8; levels++) {
    const [height, width] = sidesAt(shape, levels);
    if (!Number.isInteger(height) || !Number.isInteger(width)) return undefined;
    if (height * width <= mostPositions) return levels;
  }
  return undefined;
}

/** Every halving of the sides is one convolution; a vector of latents lies between both networks. */
export function vectorNetworks(shape: Shape): Networks {
  const levels = countLevels(shape)!;
  // Large pictures need more levels, which are narrower, so that weights stay below 600 KB.
  const filters = [16, 32, ...Array.from({ length: 4 }, () => (levels > 3 ? 48 : 64))].slice(
    0,
    levels,
  );
  const innermost = [...sidesAt(shape, levels), filters.at(-1)!];
  const units = innermost.reduce((product, side) => product * side, 1);
  return {
    encoder: lines([...filters.map((count) => halve(count)), "{ type: 'flatten' }"]),
    decoder: lines([
      `{ type: 'dense', units: ${units}, activation: 'relu' }`,
      `{ type: 'reshape', shape: [${innermost.join(', ')}] }`,
      ...filters
        .slice(0, -1)
        .reverse()
        .map((count) => double(count)),
      double(shape[2], 'linear'),
    ]),
  };
}

/** Two halvings to a map with `size` values at each position. */
export function mapNetworks([, , channels]: Shape, size: number): Networks {
  return {
    encoder: lines([halve(24), halve(48), convolution(size, 'linear')]),
    decoder: lines([convolution(48), double(24), double(channels, 'linear')]),
  };
}

export interface RestoringOptions {
  /** The number of halvings from the picture to the map. */
  readonly levels: 1 | 2;
  /** Values at each position of the map. */
  readonly size: number;
  /** Whether the input is as small as the map already. */
  readonly isSmall: boolean;
}

/** The layers only add to what they receive: a linear path leads around them (Kim, Lee & Lee 2016, section 3.1). */
export function restoringNetworks(
  [, , channels]: Shape,
  { levels, size, isSmall }: RestoringOptions,
): Networks {
  const filters = 32;
  return {
    encoder: lines(
      residual([
        isSmall ? convolution(filters) : halve(filters),
        convolution(filters),
        convolution(size, 'linear'),
      ]),
    ),
    decoder: lines(
      residual([
        ...Array.from({ length: 3 }, () => convolution(filters)),
        ...(levels === 2 ? [double(filters)] : []),
        double(channels, 'linear'),
      ]),
    ),
  };
}

type Activation = 'relu' | 'linear';

const layer = (type: string, filters: number, strides: number, activation: Activation): string =>
  `{ type: '${type}', filters: ${filters}, kernelSize: 3${strides === 1 ? '' : `, strides: ${strides}`}${activation === 'linear' ? '' : `, activation: '${activation}'`} }`;
const convolution = (filters: number, activation: Activation = 'relu'): string =>
  layer('conv2d', filters, 1, activation);
const halve = (filters: number): string => layer('conv2d', filters, 2, 'relu');
const double = (filters: number, activation: Activation = 'relu'): string =>
  layer('conv2dTranspose', filters, 2, activation);

const residual = (layers: readonly string[]): readonly string[] => [
  '{',
  "  type: 'residual',",
  '  layers: [',
  ...layers.flatMap(wrap).map((line) => `    ${line}`),
  '  ],',
  '}',
];

/** A layer of a residual block that is too long for a line has a line for each setting, as prettier formats it. */
function wrap(layer: string): readonly string[] {
  if (layer.length <= longest) return [`${layer},`];
  const settings = layer.slice(2, -2).split(', ');
  return ['{', ...settings.map((setting) => `  ${setting},`), '},'];
}

/** A line has 100 characters, of which 14 are the indentation and one is the comma. */
const longest = 85;

/** Lines that belong to one layer end in what they are; a layer on a line of its own ends in a comma. */
function lines(layers: readonly string[]): string {
  return layers
    .map((line, i) => {
      const isInside = layers[0] === '{' && i < layers.length - 1;
      return `          ${line}${isInside ? '' : ','}`;
    })
    .join('\n');
}
