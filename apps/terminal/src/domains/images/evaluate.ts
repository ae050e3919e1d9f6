/** Scores a model of pictures on data: the ELBO and its parts, and how close reconstructions are. */
import { codebookShapeOf, sizeOf } from '@speil/api';
import { PictureScorer, evaluateModel } from '@speil/core';
import { openEngine } from '../../engines/engines.js';
import type { Io } from '../../io/io.js';
import type { EvaluateOptions, Evaluated, ResolvedModel } from '../domain.js';
import { enlargeByBicubic } from './bicubic.js';
import { openPictureData, refuseSeenData } from './data.js';
import { judgeSamples } from './judge.js';

export async function evaluatePictures(
  found: ResolvedModel,
  options: EvaluateOptions,
  io: Io,
): Promise<Evaluated> {
  const { samples, limit, seed, judge } = options;
  const { model, dataset } = await openPictureData(found, options, io, refuseSeenData);
  const engine = await openEngine(io, options);
  // The judge is loaded before the long computation, so that an unsuitable one is rejected at once.
  const judged =
    judge === undefined
      ? {}
      : await judgeSamples(found, dataset, { ...options, judge: judge() }, io);
  const { input } = model.file.spec;
  const factor = input?.kind === 'reduced' ? input.factor : undefined;
  const [scorer, baseline] = [new PictureScorer(), new PictureScorer()];
  const { elbo, reconstruction, kl, iwBound, activeUnits, accuracy, ...scores } =
    await evaluateModel(model, engine, dataset, {
      samples,
      seed,
      onProgress: (done, total) => io.progress.update('scoring', done, total),
      ...(limit === undefined ? {} : { limit }),
      onReconstruction(originals, reconstructions) {
        scorer.add(originals, reconstructions);
        if (factor !== undefined) baseline.add(originals, enlargeByBicubic(originals, factor));
      },
    });
  const { disentanglement, codebook } = scores;
  const { bottleneck, latentShape, objective } = model.file.spec;
  const codebookSize = codebookShapeOf(bottleneck)?.codebookSize;
  return {
    figures: {
      ...{ elbo, reconstruction, kl, iwBound },
      ...(codebook === undefined
        ? { activeUnits }
        : { codebookUsed: codebook.used, perplexity: codebook.perplexity }),
      ...scorer.value(),
      ...(factor !== undefined && { bicubicPsnr: baseline.value().psnr }),
      ...(accuracy !== undefined && { accuracy }),
      ...(disentanglement !== undefined && { mig: disentanglement.mig }),
      ...judged,
    },
    of: {
      data: dataset.id,
      examples: dataset.size,
      samples,
      latent: sizeOf(latentShape),
      ...(codebookSize !== undefined && { codebookSize }),
      variational: bottleneck.kind === 'gaussian',
      ...(disentanglement !== undefined && {
        gaps: nameGaps(dataset.factors?.names ?? [], disentanglement.gaps),
      }),
      squaredError: objective.likelihood.kind === 'mse',
    },
  };
}

/** The gap of each factor that varies. */
function nameGaps(
  names: readonly string[],
  gaps: readonly (number | null)[],
): Readonly<Record<string, number>> {
  const known = names.flatMap((name, i) => {
    const gap = gaps[i] ?? null;
    return gap === null ? [] : [[name, gap] as const];
  });
  return Object.fromEntries(known);
}
