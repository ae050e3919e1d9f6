/**
 * The networks that remove damage or enlarge pictures. Core's `degrade` damages pictures as it did in training. Each
 * model is fetched when it is first needed.
 */
import { IncompatibleError } from '@speil/api';
import type { DegradeOptions, ModelSpec } from '@speil/api';
import { resize } from '@speil/images';
import { pictureSide } from '../protocol/images';
import type {
  Enlargement,
  Factor,
  Network,
  Noise,
  Restoration,
  RestoreRequest,
} from '../protocol/images';
import { memoise } from '../runtime/memoise';
import { degrade, reconstructOne } from './degrade';
import type { PictureModel } from './degrade';
import { openModel, toPicture } from './open-model';
import type { OpenModel } from './open-model';

type Corruption = Extract<NonNullable<ModelSpec['input']>, { kind: 'corrupted' }>['corruptions'][0];

const denoisers: Readonly<Record<Exclude<Network, 'own'>, string>> = {
  digits: 'mnist-denoise-any',
  clothes: 'fashion-denoise-any',
};

export interface Restorers {
  /** Opens the digits' denoiser. */
  ready(): Promise<void>;
  restore(request: RestoreRequest): Promise<Restoration>;
  enlarge(pixels: Uint8Array, factor: Factor): Promise<Enlargement>;
}

/** @param openOwn opens the model that was trained on this device. */
export function createRestorers(openOwn: () => Promise<OpenModel>): Restorers {
  const denoiser = memoise((network: keyof typeof denoisers) => openModel(denoisers[network]));
  const siteRestorer = memoise(async (network: keyof typeof denoisers) =>
    (await denoiser(network)).as(),
  );
  const restorer = async (network: Network) =>
    network === 'own' ? (await openOwn()).as() : siteRestorer(network);
  const spoiler = memoise(async (noise: Noise) => {
    const opened = await denoiser('digits');
    const corruption = findCorruption(opened, noise);
    return opened.as({ kind: 'corrupted', corruptions: [corruption], apply: 'all' });
  });
  const enlarger = memoise(async (factor: Factor) => {
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
      await restorer('digits');
    },
    async restore({ picture, noise, strength, seed, network }) {
      const spoil = await spoiler(noise);
      const damaged = await degrade(spoil, toPicture(picture), { strength, seed });
      return {
        damaged: damaged.pixels,
        restored: await reconstructOne(await restorer(network), damaged),
        cut: noise === 'maskBlocks' ? await findCut(spoil, { strength, seed }) : undefined,
      };
    },
    async enlarge(pixels, factor) {
      const model = await enlarger(factor);
      const small = await degrade(model, toPicture(pixels));
      return {
        small: small.pixels,
        usual: resize(small, pictureSide, pictureSide).pixels,
        network: await reconstructOne(model, small),
      };
    },
  };
}

/** Finds where blocks are cut out, by cutting them out of a picture that is 255 everywhere. */
async function findCut(spoil: PictureModel, options: DegradeOptions): Promise<Uint8Array> {
  const full = new Uint8Array(pictureSide * pictureSide).fill(255);
  const { pixels } = await degrade(spoil, toPicture(full), options);
  return Uint8Array.from(pixels, (left) => 255 - left);
}

/** Finds a kind of damage in the training input of the digits' denoiser. */
function findCorruption({ spec }: OpenModel, noise: Noise): Corruption {
  const trained = spec.input?.kind === 'corrupted' ? spec.input.corruptions : [];
  const corruption = trained.find(({ kind }) => kind === noise);
  if (corruption !== undefined) return corruption;
  throw new IncompatibleError(
    `The page needs a denoiser that was trained with ${noise}. Received: ${spec.name}.`,
  );
}
