/** Opens a model of pictures with @speil/core on the page's engine, without gradients. */
import { IncompatibleError } from '@speil/api';
import type { LatentModel, ModelSpec } from '@speil/api';
import { createLatentModel, fromUrl, readModel } from '@speil/core';
import type { ModelSource, ReadModel } from '@speil/core';
import { inferInputShape } from '@speil/core/spec';
import { imageCodec } from '@speil/images';
import type { Picture } from '@speil/images';
import { colourSide, pictureSide } from '../protocol/images';
import { modelUrl } from '../protocol/paths';
import { openEngine } from '../runtime/engine';
import { prefetch } from '../runtime/prefetch';

export interface OpenModel {
  readonly spec: ModelSpec;
  /**
   * Opens a model with the same weights. `input` replaces the input of the spec, for instance by another kind of
   * damage.
   */
  as(input?: ModelSpec['input']): LatentModel<Picture, number>;
}

/** The shapes of the page's pictures. */
const shapes = {
  digit: [pictureSide, pictureSide, 1],
  colour: [colourSide, colourSide, 3],
} as const;

/** @param name the model's folder below `/models/`. @throws IncompatibleError for pictures of another shape. */
export function openModel(
  name: string,
  pictures: keyof typeof shapes = 'digit',
): Promise<OpenModel> {
  return openFrom(
    prefetch(fromUrl(modelUrl(name)), ['model.json', 'weights.safetensors']),
    name,
    pictures,
  );
}

/** @param name how messages name the model. @throws IncompatibleError for pictures of another shape. */
export async function openFrom(
  source: ModelSource,
  name: string,
  pictures: keyof typeof shapes = 'digit',
): Promise<OpenModel> {
  const engine = await openEngine();
  const { file, variables }: ReadModel = await readModel(source);
  const { spec } = file;
  const { shape } = spec.codec;
  if (shape.join() !== shapes[pictures].join()) {
    throw new IncompatibleError(
      `The page needs a model of pictures of [${shapes[pictures].join(', ')}]. Received: ${name} of [${shape.join(', ')}].`,
    );
  }
  return {
    spec,
    as(input) {
      const own = input === undefined ? spec : { ...spec, input };
      const inputCodec = imageCodec({ ...spec.codec, shape: inferInputShape(own) });
      const codec = imageCodec(spec.codec);
      return createLatentModel<Picture>({ spec: own, variables, codec, inputCodec, engine });
    },
  };
}

/** Values as a square picture. @param channels default: 1, grey. */
export function toPicture(pixels: Uint8Array, channels: Picture['channels'] = 1): Picture {
  const side = Math.sqrt(pixels.length / channels);
  return { width: side, height: side, channels, pixels };
}
