/** Damages or shrinks a picture as a model's training does, and reconstructs one. */
import { IncompatibleError } from '@speil/api';
import type { DegradeOptions, LatentModel } from '@speil/api';
import { reconstruct } from '@speil/core';
import type { Picture } from '@speil/images';

export type PictureModel = LatentModel<Picture, number>;

/** @returns the picture as the model's encoder receives it in training. */
export async function degrade(
  model: PictureModel,
  picture: Picture,
  options?: DegradeOptions,
): Promise<Picture> {
  const [input] = (await model.degrade?.([picture], options)) ?? [];
  if (input !== undefined) return input;
  throw new IncompatibleError(
    `The page needs a model of corrupted or reduced pictures. Received: ${model.spec.name}.`,
  );
}

/** Encodes a picture and decodes it again. @returns its pixels. */
export async function reconstructOne(model: PictureModel, picture: Picture): Promise<Uint8Array> {
  const [reconstruction] = await reconstruct(model, [picture]);
  return reconstruction!.pixels;
}
