/** Loads a model from files and checks it. */
import type { Codec, CodecSpec, LatentModel, ModelFile } from '@speil/api';
import type { Engine } from '../engines/engine.js';
import { readModel } from '../files/model-files.js';
import type { ModelSource } from '../files/sources.js';
import { inferInputShape } from '../model-spec/input.js';
import type { Condition } from '../autoencoder/batch-extras.js';
import { createLatentModel } from './latent-model.js';

/** How a model is loaded. */
export interface LoadModelOptions<T> {
  /** Creates the codec for a model's spec; throws for an unknown codec. */
  readonly codec: (spec: CodecSpec) => Codec<T>;
  /** What executes it. */
  readonly engine: Engine;
}

/** A latent model that was read from files, with what they say of it. */
export interface LoadedModel<T> extends LatentModel<T, Condition> {
  /** The content of `model.json`, which tells where the weights came from. */
  readonly file: ModelFile;
}

/**
 * Reads a model folder and makes a latent model of it.
 *
 * @throws the errors of `readModel` and of the codec.
 */
export async function loadModel<T>(
  source: ModelSource,
  { codec, engine }: LoadModelOptions<T>,
): Promise<LoadedModel<T>> {
  const { file, variables } = await readModel(source);
  const { spec } = file;
  const codecs = {
    codec: codec(spec.codec),
    inputCodec: codec({ ...spec.codec, shape: inferInputShape(spec) }),
  };
  return { ...createLatentModel({ spec, variables, ...codecs, engine }), file };
}
