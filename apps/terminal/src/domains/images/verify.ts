/** Compares a model of pictures with its golden outputs on this machine. */
import { createBatch, IncompatibleError } from '@speil/api';
import { loadModel } from '@speil/core';
import { imageCodec } from '@speil/images';
import { openEngine, type EngineOption } from '../../engines/engines.js';
import type { Io } from '../../io/io.js';
import type { ResolvedModel } from '../domain.js';
import { compareOwn, type EngineComparison } from '../engine-golden.js';
import {
  closeLatentDifference,
  differenceOf,
  largestDifference,
  meanDifference,
  mostLatentDifference,
  readGolden,
} from '../golden.js';
import { computeOutputs, goldenSchema, openGoldenData } from './golden.js';

/** Pictures may differ by one level of 255: values are rounded to bytes. */
const mostLevels = 1;

/** On average they differ by far less, since few values lie where rounding changes the byte. In levels. */
const averageLevels = { most: 0.05, close: 0.005 };

/** So may the reduced pictures that the encoder of a super-resolution model receives. */
const mostReducedDifference = 0.01;

export async function verifyPictures(
  { source }: ResolvedModel,
  options: EngineOption,
  io: Io,
): Promise<EngineComparison> {
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
    const { golden: again, own } = await computeOutputs(model, {
      dataset,
      codec: imageCodec(model.spec.codec),
      indices: golden.dataset.indices,
      latents: createBatch(shape, Float32Array.from(values)),
    });
    const isReduced = model.spec.input?.kind === 'reduced';
    // A reduced picture is rounded to bytes before it is encoded, on its own engine as well.
    const latents = isReduced
      ? { most: mostReducedDifference, close: mostReducedDifference / 2 }
      : { most: mostLatentDifference, close: closeLatentDifference };
    const [bytes, expected] = [again.decoded.flat(), golden.decoded.flat()];
    const references = [
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
        difference: largestDifference(bytes, expected),
        ...{ most: mostLevels, close: mostLevels },
      },
      {
        name: 'decoded pictures, on average',
        difference: meanDifference(bytes, expected),
        ...averageLevels,
      },
    ];
    return compareOwn(engine, golden.engines, references, own);
  } finally {
    model.dispose();
  }
}
