/** A recipe of MusicVAE that is made for given notes. */
import { InvalidArgumentError, NotFoundError, type Recipe } from '@speil/api';
import { openExamples } from '@speil/music/node';
import { fitNotesRecipe, fittedBars, fittedParts, type FittedPart } from '@speil/music/recipes';
import { quoteForShell } from '../../report/paths.js';
import {
  refuseOptions,
  type DataDescription,
  type DescribeOptions,
  type FitRequest,
} from '../domain.js';

/** Without `--part`, the part of which the data have most windows is chosen. */
export async function fitNotes(_family: string, request: FitRequest): Promise<Recipe> {
  const { data = 'generated', dir, limit, bars = 2, part, latent, width } = request;
  refuseOptions('size, colour, grey and fit are for pictures', [
    request.size,
    request.colour,
    request.fit,
  ]);
  refuseUnknown('--bars', bars, fittedBars);
  if (part !== undefined) refuseUnknown('--part', part, fittedParts);
  const make = (chosen: FittedPart, count?: number): Recipe =>
    fitNotesRecipe({
      data,
      bars,
      part: chosen,
      ...(count !== undefined && { count }),
      ...(latent !== undefined && { latent }),
      ...(width !== undefined && { width }),
    });
  const candidates = fittedParts.filter((one) => part === undefined || one === part);
  const counts: { readonly part: FittedPart; readonly windows: number }[] = [];
  for (const one of candidates) {
    const options = {
      split: 'train',
      ...(dir !== undefined && { dir }),
      ...(limit !== undefined && { limit }),
    } as const;
    const { size } = await openExamples(data, make(one).model, options);
    counts.push({ part: one, windows: size });
  }
  const most = counts.reduce((best, one) => (one.windows > best.windows ? one : best));
  if (most.windows === 0) {
    throw new NotFoundError(
      `${data} has no window of ${bars} bars of ${candidates.join(', ')} in its training part. Try other --bars, or another --part.`,
    );
  }
  return make(most.part, most.windows);
}

/** How many windows of two bars of each part the data have, and what was left out. */
export async function describeNotes(
  name: string,
  { dir }: DescribeOptions,
): Promise<DataDescription> {
  const lines: string[] = [];
  for (const part of fittedParts) {
    const { model } = fitNotesRecipe({ data: name, part });
    const options = { split: 'train', ...(dir !== undefined && { dir }) } as const;
    const { description = 'none' } = await openExamples(name, model, options);
    lines.push(`${part}, two bars, training part: ${description}`);
  }
  return {
    lines: [...lines, `Train a model with: speil train musicvae --data ${quoteForShell(name)}`],
  };
}

function refuseUnknown<T>(option: string, value: T, known: readonly T[]): void {
  if (known.includes(value)) return;
  throw new InvalidArgumentError(
    `${option} must be one of ${known.join(', ')}. Received: ${String(value)}.`,
  );
}
