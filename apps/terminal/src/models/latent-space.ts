/** Opens a model of any domain by its name: its latent space, or its file with the data to run it on. */
import type { ModelSpec } from '@speil/api';
import type { ModelData, ModelDataOptions } from '../domains/domain.js';
import type { LatentOptions, LatentSpace } from '../domains/latent-space.js';
import { openDomain } from '../domains/registry/domains.js';
import type { Io } from '../io/io.js';
import { findModel } from './resolve.js';

/** Loads MODEL, passes its latent space to `use`, and frees it whatever happens. */
export async function withLatentSpace<R>(
  name: string,
  options: LatentOptions,
  io: Io,
  use: <T>(space: LatentSpace<T>) => Promise<R>,
): Promise<R> {
  const model = findModel(name, options, io);
  const domain = await openDomain(model.domain);
  return domain.withLatentSpace(model, options, io, use);
}

/** Opens MODEL's file and the data to run it on. @param check receives the model's spec before any data are read. */
export async function openModelData(
  name: string,
  options: ModelDataOptions,
  io: Io,
  check?: (spec: ModelSpec) => void,
): Promise<ModelData> {
  const model = findModel(name, options, io);
  const domain = await openDomain(model.domain);
  return domain.openData(model, options, io, check);
}
