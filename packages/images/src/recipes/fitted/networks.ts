/**
 * Residual convolutional networks for pictures of any size. Each level halves both sides and doubles the channels, until a side
 * cannot be halved to a whole number of at least four pixels.
 */
import type { Activation, LayerInput, PlainLayerInput } from '@speil/api';

/** Height and width in pixels, and channels: 1 for grey, 3 for colour. */
export type PictureShape = readonly [height: number, width: number, channels: number];

export interface Networks {
  readonly encoder: LayerInput[];
  readonly decoder: LayerInput[];
}

/** Minimum side of the features at the lowest level, in pixels. */
const leastSide = 4;
/** Channels do not grow beyond this multiple of the network's width. */
const widest = 8;

/** The number of times that both sides can be halved. */
export function countLevels([height, width]: readonly number[]): number {
  const halves = (side: number): boolean => side % 2 === 0 && side / 2 >= leastSide;
  return halves(height!) && halves(width!) ? 1 + countLevels([height! / 2, width! / 2]) : 0;
}

/** Height and width after a number of halvings. */
export function sidesAt([height, width]: readonly number[], level: number): [number, number] {
  return [height! / 2 ** level, width! / 2 ** level];
}

/** A ReLU passes nothing of a negative value; in a narrow network whole colours may be lost that way. */
const hidden: Activation = 'leakyRelu';

/** Channels of the features whose sides are halved `level` times, from 1 on. */
const channelsAt = (width: number, level: number): number =>
  width * Math.min(widest, 2 ** Math.max(0, level - 1));

const convolution = (filters: number, activation: Activation = hidden, strides = 1) =>
  ({ type: 'conv2d', filters, kernelSize: 3, strides, activation }) as const;

/** Two convolutions whose input is added to their output (He et al. 2016, figure 2). The first one may change the sides. */
const residual = (filters: number, first: PlainLayerInput = convolution(filters)) =>
  ({
    type: 'residual',
    activation: hidden,
    layers: [first, convolution(filters, 'linear')],
  }) satisfies LayerInput;

/** A kernel of 4 and a stride of 2 give every pixel the same number of terms, so that no grid of dots appears. */
const halve = (filters: number): PlainLayerInput => ({
  type: 'conv2d',
  filters,
  kernelSize: 4,
  strides: 2,
  activation: hidden,
});
const double = (filters: number, activation: Activation = hidden): PlainLayerInput => ({
  type: 'conv2dTranspose',
  filters,
  kernelSize: 4,
  strides: 2,
  activation,
});

/**
 * The largest features cost most, so the first level is one convolution; the others are residual blocks. From `levels` 1 on, the
 * output has `channelsAt(width, levels)` channels.
 */
function shrink(width: number, levels: number): LayerInput[] {
  if (levels === 0) return [convolution(width)];
  const blocks = Array.from({ length: levels - 1 }, (_, i) =>
    residual(channelsAt(width, i + 2), convolution(channelsAt(width, i + 2), hidden, 2)),
  );
  return [halve(width), ...blocks];
}

/**
 * The output starts at the mean of the data: otherwise the features first learn that mean, and small networks lost the
 * colours. Without an activation at the end, since a sigmoid hardly has a gradient where pictures are black or white.
 */
const biasOf = (mean: number | undefined) => (mean === undefined ? {} : { initialBias: mean });

/** From so many levels on, the blocks of a decoder enlarge. */
const deep = 4;

/**
 * The mirror image of `shrink`, to the picture. In a deep network the blocks enlarge, so that a path of projections that
 * are only interpolated leads around all of them: with blocks between layers that enlarge, a new network for 128 pixels
 * answered different latents with pictures that differed by a thousandth, and learned nothing in 300 steps. Repeated
 * pixels instead of interpolated ones leave squares in the pictures, and a transposed convolution at the end leaves dots,
 * for the thousand steps that large pictures can be trained in some minutes. A shallow network learns without such a path,
 * and after some thousand steps it is better without (docs/benchmarks.md, colour).
 */
function grow(
  shape: PictureShape,
  width: number,
  levels: number,
  mean: number | undefined,
): LayerInput[] {
  const channels = shape[2];
  if (levels === 0) {
    return [residual(width), { ...convolution(channels, 'linear'), ...biasOf(mean) }];
  }
  const wider = Array.from({ length: levels - 1 }, (_, i) => channelsAt(width, levels - 1 - i));
  if (levels >= deep) {
    const blocks = wider.map((filters): LayerInput => ({
      ...residual(filters, double(filters)),
      interpolation: 'bilinear',
    }));
    return [
      ...blocks,
      { type: 'upSample2d', size: 2, interpolation: 'bilinear' },
      { ...convolution(channels, 'linear'), ...biasOf(mean) },
    ];
  }
  const blocks = wider.flatMap((filters, i) => [
    residual(channelsAt(width, levels - i)),
    double(filters),
  ]);
  return [...blocks, residual(width), { ...double(channels, 'linear'), ...biasOf(mean) }];
}

/** For a latent vector: the features of the lowest level, flat. */
export function vectorNetworks(shape: PictureShape, width: number, mean?: number): Networks {
  const levels = countLevels(shape);
  const lowest = channelsAt(width, levels);
  const [rows, columns] = sidesAt(shape, levels);
  return {
    encoder: [...shrink(width, levels), { type: 'flatten' }],
    decoder: [
      { type: 'dense', units: rows * columns * lowest, activation: hidden },
      { type: 'reshape', shape: [rows, columns, lowest] },
      ...grow(shape, width, levels, mean),
    ],
  };
}

export interface MapOptions {
  readonly width: number;
  /** The number of halvings from the picture to the map. */
  readonly levels: number;
  /** Values at each position. */
  readonly size: number;
  /** The mean of the data, at which the output starts; undefined for logits. */
  readonly mean?: number | undefined;
}

/** For latents that are a map of codes: `size` values at each position of the lowest level. */
export function mapNetworks(
  shape: PictureShape,
  { width, levels, size, mean }: MapOptions,
): Networks {
  const lowest = channelsAt(width, levels);
  return {
    encoder: [...shrink(width, levels), residual(lowest), convolution(size, 'linear')],
    decoder: [convolution(lowest), ...grow(shape, width, levels, mean)],
  };
}

/**
 * Networks that restore pictures. A linear path leads around all other layers, from the input to the latents and from
 * the latents to the picture, so that the network learns only the difference (Kim, Lee & Lee 2016, section 3.1).
 *
 * @param input the number of halvings from the encoder's input to the map: 0 for super-resolution, whose input is as
 *   small as the map.
 */
export function restoringNetworks(
  shape: PictureShape,
  { width, levels, size }: Omit<MapOptions, 'mean'>,
  input: number,
): Networks {
  const features = 2 * width;
  const around = (layers: PlainLayerInput[]): LayerInput => ({ type: 'residual', layers });
  const enlarged = Array.from({ length: levels - 1 }, (_, i) => double(features / 2 ** (i + 1)));
  return {
    encoder: [
      around([
        input === 0 ? convolution(features) : halve(features),
        convolution(features),
        convolution(size, 'linear'),
      ]),
    ],
    decoder: [
      around([
        ...Array.from({ length: 4 }, () => convolution(features)),
        ...enlarged,
        levels === 0 ? convolution(shape[2], 'linear') : double(shape[2], 'linear'),
      ]),
    ],
  };
}
