/** What a model in training looks like: its manifold, its latents of held-out digits and its reconstructions. */
import type { AtlasWindow, Batch, Dataset } from '@speil/api';
import { gridPoints, sampleStandardNormal } from '@speil/core';
import type { ModelInTraining } from '@speil/core';
import {
  manifoldSide,
  planeExtent,
  shownLatents,
  shownReconstructions,
  type Moment,
  type TrainingRequest,
} from '../protocol/train';

/** @returns a function that takes a moment of a model. */
export async function momentsOf(
  heldOut: Dataset,
  { family, latents, seed }: TrainingRequest,
): Promise<(model: ModelInTraining) => Promise<Moment>> {
  const count = Math.min(shownLatents, heldOut.size);
  const x = await heldOut.read(Array.from({ length: count }, (_, i) => i));
  const draws = sampleStandardNormal(manifoldSide ** 2, [latents], seed);
  return async (model) => {
    const means = await model.encode({ x });
    const window = family === 'vae' ? priorWindow : windowOf(means);
    const first = means.values.subarray(0, shownReconstructions * latents);
    const decode = async (batch: Batch): Promise<Uint8Array> => toBytes(await model.decode(batch));
    return {
      step: model.step,
      decoded: await decode(latents === 2 ? gridOver(window) : draws),
      window,
      means: means.values,
      reconstructions: await decode({ shape: [shownReconstructions, latents], values: first }),
    };
  };
}

const priorWindow: AtlasWindow = { centre: [0, 0], extent: planeExtent };

/** The smallest square around all latents: an autoencoder may place them anywhere. */
function windowOf({ shape, values }: Batch): AtlasWindow {
  const width = shape[1]!;
  const [x, y] = [0, 1].map((axis) => {
    const column = values.filter((_, i) => i % width === axis);
    return { from: Math.min(...column), to: Math.max(...column) };
  }) as [{ from: number; to: number }, { from: number; to: number }];
  const margin = 1.05;
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

/** Values from 0 to 1 as bytes. */
export const toBytes = ({ values }: Batch): Uint8Array =>
  Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
