/** What a model in training looks like: its manifold, its latents of held-out pictures and its reconstructions. */
import type { AtlasWindow, Batch, Dataset } from '@speil/api';
import { gridPoints, sampleStandardNormal } from '@speil/core';
import type { ModelInTraining } from '@speil/core';
import {
  isVariational,
  manifoldSide,
  planeExtent,
  shownLatents,
  shownReconstructions,
  type Moment,
  type TrainingRequest,
} from '../protocol/train';

const firstOf = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The places of the held-out pictures whose reconstructions are shown. */
export const shownItems = ({ size }: Pick<Dataset, 'size'>): number[] =>
  firstOf(Math.min(shownReconstructions, size));

/** @returns a function that takes a moment of a model. */
export function momentsOf(
  heldOut: Dataset,
  { data, family, latents, seed }: TrainingRequest,
): (model: ModelInTraining) => Promise<Moment> {
  const items = firstOf(Math.min(shownLatents, heldOut.size));
  const { classNames: { length: classes } = [] } = heldOut;
  const draws = sampleStandardNormal(manifoldSide ** 2, [latents], seed);
  return async (model) => {
    const means = await model.encode(heldOut, items);
    const window = !isVariational(family)
      ? windowOf(means)
      : data === 'own'
        ? priorWindowWith(means)
        : priorWindow;
    const { inputs, reconstructions } = await model.reconstruct(heldOut, shownItems(heldOut));
    const shown =
      family === 'cvae'
        ? { columns: classes, ...eachClass(draws, classes) }
        : { columns: manifoldSide, places: latents === 2 ? gridOver(window) : draws };
    return {
      step: model.step,
      decoded: toBytes(
        await model.decode(shown.places, 'labels' in shown ? shown.labels : undefined),
      ),
      ...{ columns: shown.columns, window, means: means.values },
      ...(family === 'denoise' && { inputs: toBytes(inputs) }),
      reconstructions: toBytes(reconstructions),
    };
  };
}

/** As many rows as classes: in each the same latent for all of them. */
function eachClass(draws: Batch, classes: number): { places: Batch; labels: number[] } {
  const width = draws.shape[1]!;
  const rows = firstOf(classes ** 2);
  return {
    places: {
      shape: [classes ** 2, width],
      values: Float32Array.from(
        rows.flatMap((i) => {
          const row = Math.floor(i / classes);
          return [...draws.values.subarray(row * width, (row + 1) * width)];
        }),
      ),
    },
    labels: rows.map((i) => i % classes),
  };
}

/** Room around the outermost latents. */
const margin = 1.05;
const priorWindow: AtlasWindow = { centre: [0, 0], extent: planeExtent };

/**
 * The part around the prior's centre that holds all latents: own pictures are few, and those of one kind may lie far out,
 * so that an empty map would be shown.
 */
function priorWindowWith({ values }: Batch): AtlasWindow {
  const furthest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { ...priorWindow, extent: Math.max(planeExtent, margin * furthest) };
}

/** The smallest square around all latents: an autoencoder may place them anywhere. */
function windowOf({ shape, values }: Batch): AtlasWindow {
  const width = shape[1]!;
  const [x, y] = [0, 1].map((axis) => {
    const column = values.filter((_, i) => i % width === axis);
    return { from: Math.min(...column), to: Math.max(...column) };
  }) as [{ from: number; to: number }, { from: number; to: number }];
  const extent = (margin * Math.max(x.to - x.from, y.to - y.from, 1e-3)) / 2;
  return { centre: [(x.from + x.to) / 2, (y.from + y.to) / 2], extent };
}

/** The centres of equal cells of a window. */
function gridOver({ centre: [x, y], extent }: AtlasWindow): Batch {
  const half = extent * (1 - 1 / manifoldSide);
  return gridPoints({
    columns: manifoldSide,
    rows: manifoldSide,
    extent: [x - half, x + half, y - half, y + half],
  });
}

/** Values from 0 to 1 as bytes; noise may lie beyond. */
export const toBytes = ({ values }: Batch): Uint8Array =>
  Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
