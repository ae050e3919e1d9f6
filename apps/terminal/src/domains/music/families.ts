/** Makes a recipe of MusicVAE for given notes. */
import { InvalidArgumentError, NotFoundError, type Recipe } from '@speil/api';
import { createNoteExamples } from '@speil/music';
import { openNotes } from '@speil/music/node';
import { fitNotesRecipe, fittedBars, fittedParts, type FittedPart } from '@speil/music/recipes';
import { refuseOptions, type FitRequest } from '../domain.js';

/** The parts that may be chosen without `--part`. Every piece has tracks, so they would always be chosen. */
const usualParts = fittedParts.filter((part) => part !== 'tracks');

interface PartWindows {
  readonly part: FittedPart;
  readonly windows: number;
}

/** The part with the most windows, the first of several; without `--part` it is chosen. Tracks are left out. */
export function chooseMostWindows(counts: readonly PartWindows[]): PartWindows | undefined {
  return counts
    .filter(({ part, windows }) => part !== 'tracks' && windows > 0)
    .reduce<PartWindows | undefined>(
      (best, one) => (best === undefined || one.windows > best.windows ? one : best),
      undefined,
    );
}

/** Without `--part`, the part with the most windows in the data is chosen. */
export async function fitNotes(_family: string, request: FitRequest): Promise<Recipe> {
  const { data = 'generated', dir, limit, bars, part, latent, width } = request;
  refuseOptions('size, colour, grey and fit are for pictures', [
    request.size,
    request.colour,
    request.fit,
  ]);
  if (bars !== undefined) refuseUnknown('--bars', bars, fittedBars);
  if (part !== undefined) refuseUnknown('--part', part, fittedParts);
  const make = (chosen: FittedPart, count?: number): Recipe =>
    fitNotesRecipe({
      data,
      ...(bars !== undefined && { bars }),
      part: chosen,
      ...(count !== undefined && { count }),
      ...(latent !== undefined && { latent }),
      ...(width !== undefined && { width }),
    });
  const candidates = part === undefined ? usualParts : [part as FittedPart];
  const counts: PartWindows[] = [];
  // Read once for all parts.
  const songs = await openNotes(data, { split: 'train', ...(dir !== undefined && { dir }) });
  for (const one of candidates) {
    const options = limit === undefined ? {} : { limit };
    const { size } = createNoteExamples(songs, make(one).model, options);
    counts.push({ part: one, windows: size });
  }
  const most =
    part === undefined ? chooseMostWindows(counts) : counts.find(({ windows }) => windows > 0);
  if (most === undefined) {
    throw new NotFoundError(
      `${data} has no window of ${bars ?? 2} bars of ${candidates.join(', ')} in its training part. Try other --bars, or another --part.`,
    );
  }
  return make(most.part, most.windows);
}

function refuseUnknown<T>(option: string, value: T, known: readonly T[]): void {
  if (known.includes(value)) return;
  throw new InvalidArgumentError(
    `${option} must be one of ${known.join(', ')}. Received: ${String(value)}.`,
  );
}
