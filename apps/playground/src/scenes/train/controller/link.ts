/**
 * Converts the settings to a link's fragment and back: `decodeLink(encodeLink(s))` equals `s`. Each part of a fragment is
 * checked, so that even a malicious link only opens the page in its default state.
 */
import { readFragment, whole, writeFragment } from '../../../shared/link/fragment';
import {
  batchSizes,
  datasets,
  engineChoices,
  families,
  latentSizes,
  networks,
  noises,
} from '../../../worker/protocol/train';
import { scales } from './scales';
import { defaultLink } from './state';
import type { TrainLink } from './state';

const keys = {
  data: 'data',
  family: 'model',
  network: 'network',
  latents: 'latents',
  batchSize: 'batch',
  learningRate: 'rate',
  beta: 'beta',
  seed: 'seed',
  engine: 'engine',
  noise: 'noise',
} as const satisfies Readonly<Record<keyof TrainLink, string>>;

/** @returns `#…`, or an empty string for the defaults. */
export function encodeLink(link: TrainLink): string {
  return writeFragment(
    (Object.keys(keys) as (keyof TrainLink)[]).map((name) => [
      keys[name],
      String(link[name]),
      String(defaultLink[name]),
    ]),
  );
}

/** @returns the settings of a fragment, with defaults for absent and invalid parts; undefined for an empty fragment. */
export function decodeLink(fragment: string): TrainLink | undefined {
  const parts = readFragment(fragment);
  if (parts === undefined) return undefined;
  const { learningRate, beta } = scales;
  return {
    data: parts.choice(keys.data, datasets, defaultLink.data),
    family: parts.choice(keys.family, families, defaultLink.family),
    network: parts.choice(keys.network, networks, defaultLink.network),
    latents: parts.read(keys.latents, whole, defaultLink.latents, readLatents),
    batchSize: parts.choice(keys.batchSize, batchSizes, defaultLink.batchSize),
    learningRate: parts.choice(keys.learningRate, learningRate.values, defaultLink.learningRate),
    beta: parts.choice(keys.beta, beta.values, defaultLink.beta),
    seed: parts.read(keys.seed, whole, defaultLink.seed, Number),
    engine: parts.choice(keys.engine, engineChoices, defaultLink.engine),
    noise: parts.choice(keys.noise, noises, defaultLink.noise),
  };
}

function readLatents(text: string): number {
  const { least, most } = latentSizes;
  const latents = Number(text);
  return latents >= least && latents <= most ? latents : defaultLink.latents;
}
