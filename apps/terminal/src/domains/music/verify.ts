/** Compares a model of music with its golden outputs on this machine. */
import { IncompatibleError, parseJson, recipeSchema } from '@speil/api';
import { loadMusicVae } from '@speil/music';
import { openExamples } from '@speil/music/node';
import { openEngine, type EngineOption } from '../../engines/engines.js';
import type { Io } from '../../io/io.js';
import type { ResolvedModel } from '../domain.js';
import { compareOwn, type EngineComparison } from '../engine-golden.js';
import {
  closeLatentDifference,
  differenceOf,
  mostLatentDifference,
  readGolden,
} from '../golden.js';
import { computeMusicOutputs, musicGoldenSchema, type MusicGolden } from './golden.js';

const recipeFile = 'recipe.json';

export async function verifyMusic(
  { source }: ResolvedModel,
  options: EngineOption,
  io: Io,
): Promise<EngineComparison> {
  const golden = await readGolden(source, musicGoldenSchema);
  const text = new TextDecoder().decode(await source.read(recipeFile));
  const recipe = parseJson(recipeSchema, text, `${source.name}/${recipeFile}`);
  const engine = await openEngine(io, options);
  const model = await loadMusicVae(source, { engine });
  try {
    // The windows of generated songs follow from the recipe's codec.
    const examples = await openExamples('generated', recipe.model, { split: 'test' });
    if (examples.fingerprint !== golden.dataset.fingerprint) {
      throw new IncompatibleError(
        `The golden outputs of ${source.name} are of other notes than this version makes. Received: fingerprint ${golden.dataset.fingerprint}.`,
      );
    }
    const { golden: again, own } = await computeMusicOutputs(
      model,
      examples,
      golden.dataset.indices,
    );
    const latents = { most: mostLatentDifference, close: closeLatentDifference };
    const references = [
      { name: 'latents', difference: differenceOf(again.mean, golden.mean), ...latents },
      {
        name: 'log variances',
        difference: differenceOf(again.logVariance, golden.logVariance),
        ...latents,
      },
      {
        name: 'decoded pieces',
        difference: differingPieces(again, golden),
        ...{ most: 0, close: 0 },
      },
    ];
    return compareOwn(engine, golden.engines, references, own);
  } finally {
    model.dispose();
  }
}

/** The number of pieces with other notes. */
function differingPieces({ decoded: actual }: MusicGolden, { decoded: expected }: MusicGolden) {
  if (actual.length !== expected.length) return Infinity;
  return actual.filter((notes, i) => JSON.stringify(notes) !== JSON.stringify(expected[i])).length;
}
