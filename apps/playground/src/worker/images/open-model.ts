/** How every model of the page is opened: @speil/core's, on the page's engine, without gradients. */
import { IncompatibleError } from '@speil/api';
import type { LatentModel, ModelSpec } from '@speil/api';
import { createLatentModel, fromUrl, readModel } from '@speil/core';
import type { ModelSource, ReadModel } from '@speil/core';
import { inputShapeOf } from '@speil/core/spec';
import { imageCodec } from '@speil/images';
import type { Picture } from '@speil/images';
import { modelUrl, pictureSide } from '../protocol/images';
import { openEngine } from '../runtime/engine';

export interface OpenModel {
  readonly spec: ModelSpec;
  /** The same weights as a model of another input: what it takes, or what its items are spoiled with. */
  as(input?: ModelSpec['input']): LatentModel<Picture, number>;
}

/** @param name the model's folder below `/models/`. @throws IncompatibleError for a model of other pictures. */
export async function openModel(name: string): Promise<OpenModel> {
  const source = fetchedEarly(fromUrl(modelUrl(name)), ['model.json', 'weights.safetensors']);
  const engine = await openEngine();
  const { file, variables }: ReadModel = await readModel(source);
  const { spec } = file;
  const { shape } = spec.codec;
  if (shape.join() !== `${pictureSide},${pictureSide},1`) {
    throw new IncompatibleError(
      `The page needs models of 28 x 28 grey pictures. Received: ${name} of [${shape.join(', ')}].`,
    );
  }
  return {
    spec,
    as(input) {
      const seen = input === undefined ? spec : { ...spec, input };
      const inputCodec = imageCodec({ ...spec.codec, shape: inputShapeOf(seen) });
      const codec = imageCodec(spec.codec);
      return createLatentModel<Picture>({ spec: seen, variables, codec, inputCodec, engine });
    },
  };
}

/** A square grey picture of so many values. */
export function pictureOf(pixels: Uint8Array): Picture {
  const side = Math.sqrt(pixels.length);
  return { width: side, height: side, channels: 1, pixels };
}

/** A source that fetches what will be read while the engine is still starting. */
export function fetchedEarly(source: ModelSource, files: readonly string[]): ModelSource {
  const early = new Map(files.map((file) => [file, source.read(file)]));
  // Whoever reads a file is told of its failure.
  for (const reading of early.values()) reading.catch(() => undefined);
  return { name: source.name, read: (file) => early.get(file) ?? source.read(file) };
}
