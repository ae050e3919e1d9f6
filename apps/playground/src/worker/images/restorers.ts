/**
 * The networks that restore: from noise, and from fewer pixels. What spoils a picture here is what spoiled them in
 * training, core's own `degrade`; each model is fetched when it is first needed.
 */
import { IncompatibleError } from '@speil/api';
import type { DegradeOptions, LatentModel, ModelSpec, Posterior } from '@speil/api';
import { resize } from '@speil/images';
import type { Picture } from '@speil/images';
import { pictureSide } from '../protocol/images';
import type { Enlargement, Factor, Network, Noise, Restoration, Spoiling } from '../protocol/images';
import { once } from '../runtime/memoise';
import { openModel, pictureOf } from './open-model';
import type { OpenModel } from './open-model';

type Restorer = LatentModel<Picture, number>;
type Corruption = Extract<NonNullable<ModelSpec['input']>, { kind: 'corrupted' }>['corruptions'][0];

const denoisers: Readonly<Record<Network, string>> = {
  digits: 'mnist-denoise-any',
  clothes: 'fashion-denoise-any',
};

export interface Restorers {
  /** Opens the digits' denoiser. */
  ready(): Promise<void>;
  restore(spoiling: Spoiling): Promise<Restoration>;
  enlarge(pixels: Uint8Array, factor: Factor): Promise<Enlargement>;
}

export function createRestorers(): Restorers {
  const denoiser = once((network: Network) => openModel(denoisers[network]));
  const mender = once(async (network: Network) => (await denoiser(network)).as());
  const spoiler = once(async (noise: Noise) => {
    const opened = await denoiser('digits');
    const corruption = corruptionOf(opened, noise);
    return opened.as({ kind: 'corrupted', corruptions: [corruption], apply: 'all' });
  });
  const enlarger = once(async (factor: Factor) => {
    const opened = await openModel(`mnist-upscale-${factor}`);
    const { spec } = opened;
    if (spec.input?.kind !== 'reduced' || spec.input.factor !== factor) {
      throw new IncompatibleError(
        `The page needs a model that enlarges ${factor} times. Received: ${spec.name}.`,
      );
    }
    return opened.as();
  });

  return {
    async ready() {
      await mender('digits');
    },
    async restore({ picture, noise, strength, seed, network }) {
      const spoil = await spoiler(noise);
      const spoiled = await degraded(spoil, picture, { strength, seed });
      return {
        spoiled: spoiled.pixels,
        restored: await through(await mender(network), spoiled),
        cut: noise === 'maskBlocks' ? await cutOut(spoil, { strength, seed }) : undefined,
      };
    },
    async enlarge(pixels, factor) {
      const model = await enlarger(factor);
      const small = await degraded(model, pixels);
      return {
        small: small.pixels,
        usual: resize(small, pictureSide, pictureSide).pixels,
        network: await through(model, small),
      };
    },
  };
}

/** A picture as the model's encoder sees it in training. */
async function degraded(
  model: Restorer,
  pixels: Uint8Array,
  options?: DegradeOptions,
): Promise<Picture> {
  const [seen] = (await model.degrade?.([pictureOf(pixels)], options)) ?? [];
  if (seen !== undefined) return seen;
  throw new IncompatibleError(
    `The page needs a model of corrupted or reduced pictures. Received: ${model.spec.name}.`,
  );
}

/** Where blocks are cut out: what of a picture that is full everywhere is no longer. */
async function cutOut(spoil: Restorer, options: DegradeOptions): Promise<Uint8Array> {
  const full = new Uint8Array(pictureSide * pictureSide).fill(255);
  const { pixels } = await degraded(spoil, full, options);
  return Uint8Array.from(pixels, (left) => 255 - left);
}

/** A picture encoded and decoded. */
async function through(model: Restorer, picture: Picture): Promise<Uint8Array> {
  const [seen] = await model.decode(latentsOf(await model.encode([picture]), model.spec.name));
  return seen!.pixels;
}

function latentsOf(posterior: Posterior, name: string): Parameters<Restorer['decode']>[0] {
  if (posterior.kind !== 'codes') return posterior.mean;
  throw new IncompatibleError(`The page restores with plain codes. Received: ${name}.`);
}

/** As the digits' denoiser was trained with. */
function corruptionOf({ spec }: OpenModel, noise: Noise): Corruption {
  const trained = spec.input?.kind === 'corrupted' ? spec.input.corruptions : [];
  const corruption = trained.find(({ kind }) => kind === noise);
  if (corruption !== undefined) return corruption;
  throw new IncompatibleError(
    `The page needs a denoiser that was trained with ${noise}. Received: ${spec.name}.`,
  );
}
