/** What a dataset of pictures contains, known before any model is chosen: sizes, colour, number and classes. */
import { InvalidArgumentError, type Dataset } from '@speil/api';
import type { PictureShape } from '../recipes/fitted/networks.js';
import type { Inspected } from './survey.js';

/** What is known of a collection of pictures before it is trained on. */
export interface PictureFacts {
  /** Number of training pictures. */
  readonly count: number;
  /** In pixels; the median of pictures of several sizes. */
  readonly width: number;
  /** In pixels; the median of pictures of several sizes. */
  readonly height: number;
  /** Whether all pictures have one size. */
  readonly uniform: boolean;
  /** Whether more than a tenth of the pictures are in colour. */
  readonly colour: boolean;
  /** Undefined for pictures without labels. */
  readonly classes?: number;
}

/** The facts of a dataset whose pictures all have one shape. */
export function factsOf({ size, shape, labels, classNames }: Dataset): PictureFacts {
  const [height = 1, width = 1, channels = 1] = shape;
  const classes =
    labels === undefined
      ? undefined
      : (classNames?.length ?? 1 + Array.from(labels).reduce((a, b) => Math.max(a, b), 0));
  return {
    count: size,
    width,
    height,
    uniform: true,
    colour: channels > 1,
    ...(classes !== undefined && { classes }),
  };
}

/** The facts of pictures that may have several sizes. @param inspected some of them, at least one. */
export function factsOfPictures(
  inspected: readonly Inspected[],
  count: number,
  classes?: number,
): PictureFacts {
  const sorted = (key: 'width' | 'height'): readonly number[] =>
    inspected.map((one) => one[key]).sort((a, b) => a - b);
  const [widths, heights] = [sorted('width'), sorted('height')];
  return {
    count,
    width: widths[Math.floor(widths.length / 2)]!,
    height: heights[Math.floor(heights.length / 2)]!,
    uniform: [widths, heights].every((sides) => sides[0] === sides.at(-1)),
    colour: inspected.filter(({ colour }) => colour).length > inspected.length / 10,
    ...(classes !== undefined && { classes }),
  };
}

/** Sides of a model for pictures of several sizes, in pixels. */
const usualSides = [64, 32, 16];
/** Sides of a model, in pixels. */
const [leastSide, mostSide] = [8, 256];
/** Pictures of one size up to this side keep it. */
const largestKept = 128;

/** What a person asks of the pictures' shape. */
export interface ShapeWishes {
  /** `[width, height]`, in pixels. */
  readonly size?: readonly [number, number];
  /** Colour or grey. Default: colour if more than a tenth of the pictures are in colour. */
  readonly colour?: boolean;
}

/**
 * The shape of a model for these pictures. Pictures of one size up to 128 pixels keep it if both sides are multiples of 4;
 * otherwise the model is square, and no larger than most pictures: 64, 32 or 16 pixels.
 *
 * @throws InvalidArgumentError for sides that are not from 8 to 256.
 */
export function chooseShape(
  { width, height, uniform, colour }: PictureFacts,
  wishes: ShapeWishes = {},
): PictureShape {
  const channels = (wishes.colour ?? colour) ? 3 : 1;
  if (wishes.size !== undefined) {
    const [across, down] = wishes.size;
    if (![across, down].every((side) => side >= leastSide && side <= mostSide)) {
      throw new InvalidArgumentError(
        `The sides of a model's pictures must be from ${leastSide} to ${mostSide} pixels. Received: ${across}x${down}.`,
      );
    }
    return [down, across, channels];
  }
  const keeps = [width, height].every(
    (side) => side % 4 === 0 && side >= leastSide && side <= largestKept,
  );
  if (uniform && keeps) return [height, width, channels];
  const side = usualSides.find((one) => one <= Math.min(width, height)) ?? usualSides.at(-1)!;
  return [side, side, channels];
}
