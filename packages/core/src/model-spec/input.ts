/**
 * The encoder's input, computed from the spec: its shape, and the noise that a corruption, a reduction or a binary draw
 * takes at each step.
 */
import { IncompatibleError, type CorruptionSpec, type ModelSpec } from '@speil/api';
import type { NoiseDeclaration } from '../declarations/declarations.js';

/**
 * Returns the shape of the encoder's input: the codec's shape, unless the input is reduced (smaller by the factor) or
 * given (as specified).
 */
export function inferInputShape({ codec, input }: Pick<ModelSpec, 'codec' | 'input'>): number[] {
  if (input?.kind === 'given') return [...input.shape];
  if (input?.kind !== 'reduced') return [...codec.shape];
  const [height, width, channels] = codec.shape as [number, number, number];
  return [height / input.factor, width / input.factor, channels];
}

/** The name of the noise of corruption `index`. */
export const corruptionNoise = (index: number): string => `input/${index}`;
/** The noise that selects the corruption or reduction of an item, if it is drawn. */
export const choiceNoise = 'input/choice';
/** The noise that selects the pixel of each window that remains. */
export const pixelNoise = 'input/pixel';
/** The noise that is the threshold of each pixel. */
export const binaryNoise = 'input/binary';

/** Maximum side of pictures that are corrupted or reduced. A blur's matrix has as many rows and columns. */
const sideLimit = 2048;

/** @throws IncompatibleError for items that are not pictures, or whose sides are not multiples of the factor. */
export function declareInput({ codec, input }: ModelSpec): readonly NoiseDeclaration[] {
  if (input === undefined || input.kind === 'given') return [];
  const choice: NoiseDeclaration = { name: choiceNoise, shape: [], distribution: 'uniform' };
  if (input.kind === 'binarized') {
    return [{ name: binaryNoise, shape: codec.shape, distribution: 'uniform' }];
  }
  const [height, width, channels, ...rest] = codec.shape;
  if (height === undefined || width === undefined || channels === undefined || rest.length > 0) {
    throw new IncompatibleError(
      `A ${input.kind} input needs pictures [height, width, channels]. Received: [${codec.shape.join(', ')}].`,
    );
  }
  if (Math.max(height, width) > sideLimit) {
    throw new IncompatibleError(
      `Pictures with a ${input.kind} input may have sides of at most ${sideLimit}. Received: [${codec.shape.join(', ')}].`,
    );
  }
  if (input.kind === 'corrupted') {
    const noise = input.corruptions.flatMap((corruption, index) => {
      const draws = declareCorruption(corruption, [height, width, channels]);
      return draws === null ? [] : [{ name: corruptionNoise(index), ...draws }];
    });
    return input.apply === 'one' ? [...noise, choice] : noise;
  }
  const { factor, method } = input;
  if (height % factor !== 0 || width % factor !== 0) {
    throw new IncompatibleError(
      `Pictures that are reduced by ${factor} must have sides that ${factor} divides. Received: [${codec.shape.join(', ')}].`,
    );
  }
  const pixel: NoiseDeclaration = {
    name: pixelNoise,
    shape: [height / factor, width / factor, 1],
    distribution: 'uniform',
  };
  if (method === 'pixel') return [pixel];
  return method === 'random' ? [pixel, choice] : [];
}

/** Height, width and channels of a picture. */
type Picture = readonly [height: number, width: number, channels: number];
type DeclareCorruption<K extends CorruptionSpec['kind']> = (
  spec: Extract<CorruptionSpec, { kind: K }>,
  picture: Picture,
) => Omit<NoiseDeclaration, 'name'> | null;

/** The noise of each corruption; null for a corruption without noise. */
const corruptionDraws: { readonly [K in CorruptionSpec['kind']]: DeclareCorruption<K> } = {
  gaussian: (_spec, picture) => ({ shape: picture, distribution: 'normal' }),
  speckle: (_spec, picture) => ({ shape: picture, distribution: 'normal' }),
  saltAndPepper: (_spec, [height, width]) => ({
    shape: [height, width, 1],
    distribution: 'uniform',
  }),
  maskBlocks({ count, size }, [height, width]) {
    if (size > Math.min(height, width)) {
      throw new IncompatibleError(
        `A block must fit into pictures of ${height} x ${width}. Received: size=${size}.`,
      );
    }
    // Three numbers for each block: its top, its left side, and whether it exists at the step's strength.
    return { shape: [count, 3], distribution: 'uniform' };
  },
  blur: () => null,
};

function declareCorruption(
  spec: CorruptionSpec,
  picture: Picture,
): Omit<NoiseDeclaration, 'name'> | null {
  const declare = corruptionDraws[spec.kind] as DeclareCorruption<CorruptionSpec['kind']>;
  return declare(spec, picture);
}
