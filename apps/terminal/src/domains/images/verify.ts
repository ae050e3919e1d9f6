/** Compares a model of pictures with its golden outputs on this machine. */
import { createBatch, IncompatibleError } from '@speil/api';
import { loadModel } from '@speil/core';
import { imageCodec } from '@speil/images';
import { openEngine, type EngineOption } from '../../engines/engines.js';
import type { Io } from '../../io/io.js';
import type { ResolvedModel } from '../domain.js';
import {
  differenceOf,
  largestDifference,
  mostLatentDifference,
  readGolden,
  type GoldenCheck,
} from '../golden.js';
import { computeGolden, goldenSchema, openGoldenData } from './golden.js';

/** Pictures may differ by one level of 255: values are rounded to bytes. */
const mostLevels = 1;

/** So may the reduced pictures that the encoder of a super-resolution model receives. */
const mostReducedDifference = 0.01;

export async function verifyPictures(
  { source }: ResolvedModel,
  options: EngineOption,
  io: Io,
): Promise<readonly GoldenCheck[]> {
  const golden = await readGolden(source, goldenSchema);
  const engine = await openEngine(io, options);
  const model = await loadModel(source, { codec: imageCodec, engine });
  try {
    const dataset = await openGoldenData(model.spec.codec.shape);
    if (dataset.fingerprint !== golden.dataset.fingerprint) {
      throw new IncompatibleError(
        `The golden outputs of ${source.name} are of other data than this version has. Received: ${golden.dataset.id}, fingerprint ${golden.dataset.fingerprint}.`,
      );
    }
    const { shape, values } = golden.latents;
    const again = await computeGolden(model, {
      dataset,
      codec: imageCodec(model.spec.codec),
      indices: golden.dataset.indices,
      latents: createBatch(shape, Float32Array.from(values)),
    });
    const isReduced = model.spec.input?.kind === 'reduced';
    const latents = { most: isReduced ? mostReducedDifference : mostLatentDifference };
    return [
      { name: 'latents', difference: differenceOf(again.mean, golden.mean), ...latents },
      ...(golden.logVariance === undefined
        ? []
        : [
            {
              name: 'log variances',
              difference: differenceOf(again.logVariance, golden.logVariance),
              ...latents,
            },
          ]),
      {
        name: 'decoded pictures',
        difference: largestDifference(again.decoded.flat(), golden.decoded.flat()),
        most: mostLevels,
      },
    ];
  } finally {
    model.dispose();
  }
}
