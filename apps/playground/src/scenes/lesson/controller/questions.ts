/**
 * What the widgets ask of the models: for each question, the parts of the state that it depends on, and how it is
 * asked. A question is asked once its part comes into view, and again when what it depends on has changed.
 */
import type { ItemSheet } from '../../../shared/atlas/items';
import type { Point } from '../../../shared/geometry/geometry';
import type { ImageClient } from '../../../worker/page/image-client';
import type {
  Enlargement,
  Reconstruction,
  Restoration,
  SitePlane,
} from '../../../worker/protocol/images';
import { noise, shirt } from '../content/pictures';
import type { PartId } from '../content/structure';
import { aeSquare, drawEvenly, drawNormally } from './figures';
import type { LessonLink } from './state';

/** A picture, and what a model made of it. */
export interface Reconstructed extends Reconstruction {
  readonly original: Uint8Array;
}

/** What the models have answered so far. */
export interface Values {
  readonly encoded: Reconstructed | undefined;
  /** The picture at the latent that a person has chosen. */
  readonly decoded: Uint8Array | undefined;
  readonly reduced: Readonly<Record<'pca' | 'ae', Reconstructed>> | undefined;
  readonly restored: (Restoration & { readonly original: Uint8Array }) | undefined;
  readonly enlarged: (Enlargement & { readonly original: Uint8Array }) | undefined;
  readonly drawn: Readonly<Record<'ae' | 'vae', readonly Uint8Array[]>> | undefined;
  readonly across: readonly Uint8Array[] | undefined;
  readonly shown: Uint8Array | undefined;
  readonly hands: readonly Uint8Array[] | undefined;
  readonly given: Reconstructed | undefined;
}
export type Question = keyof Values;

export const nothing: Values = {
  encoded: undefined,
  decoded: undefined,
  reduced: undefined,
  restored: undefined,
  enlarged: undefined,
  drawn: undefined,
  across: undefined,
  shown: undefined,
  hands: undefined,
  given: undefined,
};

/** The questions of each part. */
export const partQuestions: Readonly<Record<PartId, readonly Question[]>> = {
  why: ['encoded'],
  halves: ['encoded', 'decoded'],
  reduction: ['reduced'],
  denoising: ['restored'],
  enlarging: ['enlarged'],
  generating: ['drawn'],
  variational: ['across'],
  plane: ['shown'],
  conditional: ['hands'],
  properties: ['given'],
  music: [],
  further: [],
};

export interface Situation {
  readonly client: ImageClient;
  readonly state: LessonLink;
  /** The pictures of the test digits, once they are loaded. */
  readonly items: ItemSheet | undefined;
  /** Decodes a point of the conditional VAE as each class. */
  readonly decodeClasses: (at: Point) => Promise<readonly Uint8Array[]>;
}

interface QuestionSpec<Name extends Question> {
  readonly dependsOn: readonly (keyof LessonLink)[];
  /** Undefined if there is nothing to ask yet. */
  readonly ask: (situation: Situation) => Promise<Values[Name]> | undefined;
}

/** Pictures across a region of the posterior. */
export const acrossCount = 7;

export const questions: { readonly [Name in Question]: QuestionSpec<Name> } = {
  encoded: { dependsOn: ['item'], ask: (now) => reconstructItem(now, 'vae') },
  decoded: {
    dependsOn: ['latent'],
    ask: ({ client, state: { latent } }) => latent && decodeOne(client, 'vae', latent),
  },
  reduced: {
    dependsOn: ['item'],
    ask(now) {
      const [pca, ae] = [reconstructItem(now, 'pca'), reconstructItem(now, 'ae')];
      return (
        pca && ae && Promise.all([pca, ae]).then(([first, second]) => ({ pca: first, ae: second }))
      );
    },
  },
  restored: {
    dependsOn: ['item', 'strength', 'seed'],
    ask({ client, state, items }) {
      const original = items?.pictureOf(state.item);
      if (original === undefined) return undefined;
      const { seed, strength } = state;
      return client
        .restore({
          picture: original,
          noise: 'gaussian',
          strength: strength / 100,
          seed,
          network: 'digits',
        })
        .then((restoration) => ({ ...restoration, original }));
    },
  },
  enlarged: {
    dependsOn: ['item', 'factor'],
    ask({ client, state, items }) {
      const original = items?.pictureOf(state.item);
      return (
        original &&
        client.enlarge(original, state.factor).then((enlargement) => ({ ...enlargement, original }))
      );
    },
  },
  drawn: {
    dependsOn: ['draws'],
    async ask({ client, state: { draws } }) {
      return {
        ae: await decodeAll(client, 'ae', drawEvenly(draws, aeSquare)),
        vae: await decodeAll(client, 'vae', drawNormally(draws)),
      };
    },
  },
  across: {
    dependsOn: ['mean', 'logVariance'],
    ask({ client, state: { mean, logVariance } }) {
      const deviation = Math.exp(logVariance / 2);
      const [low, high] = [mean - 2 * deviation, mean + 2 * deviation];
      return client.decodeLine({
        ...{ plane: 'vae', steps: acrossCount },
        ...{ from: [low, 0], to: [high, 0] },
      });
    },
  },
  shown: {
    dependsOn: ['place'],
    ask: ({ client, state: { place } }) => decodeOne(client, 'vae', place),
  },
  hands: {
    dependsOn: ['hand'],
    ask: ({ decodeClasses, state: { hand } }) => decodeClasses(hand),
  },
  given: {
    dependsOn: ['item', 'gift'],
    ask(now) {
      const { gift } = now.state;
      if (gift === 'digit') return reconstructItem(now, 'vae');
      return reconstruct(now.client, gift === 'shirt' ? shirt : noise, 'vae');
    },
  },
};

function reconstructItem(
  { client, items, state }: Situation,
  plane: SitePlane,
): Promise<Reconstructed> | undefined {
  return items && reconstruct(client, items.pictureOf(state.item), plane);
}

async function reconstruct(
  client: ImageClient,
  original: Uint8Array,
  plane: SitePlane,
): Promise<Reconstructed> {
  return { ...(await client.encode(original, plane)), original };
}

async function decodeOne(client: ImageClient, plane: SitePlane, at: Point): Promise<Uint8Array> {
  return (await decodeAll(client, plane, [at, at]))[0]!;
}

/** Decodes an even number of points, two at a time. */
async function decodeAll(
  client: ImageClient,
  plane: SitePlane,
  points: readonly Point[],
): Promise<readonly Uint8Array[]> {
  const pairs = Array.from({ length: points.length / 2 }, (_, i) =>
    points.slice(2 * i, 2 * i + 2).map(({ x, y }) => [x, y] as const),
  );
  const pictures = await Promise.all(
    pairs.map(([from, to]) => client.decodeLine({ plane, from: from!, to: to!, steps: 2 })),
  );
  return pictures.flat();
}
