/** The plane of a model that was trained here: where it places held-out pictures. */
import type { AtlasLatents, AtlasWindow, Batch } from '@speil/api';
import {
  CovarianceSums,
  encodeDataset,
  fromFiles,
  principalComponents,
  project,
  readModel,
} from '@speil/core';
import type { PrincipalComponents } from '@speil/core';
import type { OwnPlane } from '../protocol/own-model';
import type { TrainExchanges } from '../protocol/train';
import { openEngine } from '../runtime/engine';
import { toBytes } from './moments';
import { ownPictures } from './own-pictures';
import type { TrainingData } from './pictures';

/** Held-out pictures on the plane at most. */
const mostItems = 1000;

/** @throws InvalidFileError for damaged files. */
export async function planeFor(
  { files, data, pixels }: TrainExchanges['plane']['question'],
  load: (name: string) => Promise<TrainingData>,
): Promise<OwnPlane> {
  const { heldOut } = data === 'own' ? ownPictures(pixels) : await load(data);
  const count = Math.min(mostItems, heldOut.size);
  const model = await readModel(fromFiles('your model', files));
  const parts: Float32Array[] = [];
  for await (const { mean } of encodeDataset(model, await openEngine(), heldOut, {
    limit: count,
  })) {
    parts.push(mean.values);
  }
  const means = joined(parts, count);
  const components = means.shape[1] === 2 ? undefined : componentsOf(means);
  const { values } = components === undefined ? means : project(components, means);
  const axis = (first: number) =>
    Float32Array.from({ length: count }, (_, i) => values[2 * i + first]!);
  const labels = Uint8Array.from({ length: count }, (_, i) => heldOut.labels?.[i] ?? 0);
  const latents: AtlasLatents = { x: axis(0), y: axis(1), labels };
  return {
    ...(components !== undefined && { components }),
    ...{ window: windowAround(latents), latents },
    classNames: heldOut.classNames ?? [''],
    pictures: toBytes(await heldOut.read(Array.from({ length: count }, (_, i) => i))),
  };
}

function joined(parts: readonly Float32Array[], count: number): Batch {
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    values.set(part, start);
    start += part.length;
  }
  return { shape: [count, values.length / count], values };
}

function componentsOf(means: Batch): PrincipalComponents {
  const sums = new CovarianceSums(means.shape[1]!);
  sums.add(means.values);
  return principalComponents(sums, 2);
}

/** Share of the latents at either end that may lie beyond the window: a few far ones would make all others small. */
const beyond = 0.005;
const margin = 1.1;

/** The square around nearly all latents. */
export function windowAround({ x, y }: Pick<AtlasLatents, 'x' | 'y'>): AtlasWindow {
  const rangeOf = (values: Float32Array): readonly [number, number] => {
    const sorted = values.toSorted();
    const last = sorted.length - 1;
    return [sorted[Math.round(beyond * last)]!, sorted[Math.round((1 - beyond) * last)]!];
  };
  const [[left, right], [bottom, top]] = [rangeOf(x), rangeOf(y)];
  const extent = (margin * Math.max(right - left, top - bottom, 1e-3)) / 2;
  return { centre: [(left + right) / 2, (bottom + top) / 2], extent };
}
