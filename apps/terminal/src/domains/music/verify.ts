/** Compares a model of music with its golden outputs on this machine. */
import { IncompatibleError, parseJson, recipeSchema } from '@speil/api';
import { loadMusicVae } from '@speil/music';
import { openExamples } from '@speil/music/node';
import { openEngine, type EngineOption } from '../../engines/engines.js';
import type { Io } from '../../io/io.js';
import type { ResolvedModel } from '../domain.js';
import { differenceOf, mostLatentDifference, readGolden, type GoldenCheck } from '../golden.js';
import { computeMusicGolden, musicGoldenSchema, type MusicGolden } from './golden.js';

const recipeFile = 'recipe.json';

export async function verifyMusic(
  { source }: ResolvedModel,
  options: EngineOption,
  io: Io,
): Promise<readonly GoldenCheck[]> {
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
    const again = await computeMusicGolden(model, examples, golden.dataset.indices);
    const most = mostLatentDifference;
    return [
      { name: 'latents', difference: differenceOf(again.mean, golden.mean), most },
      {
        name: 'log variances',
        difference: differenceOf(again.logVariance, golden.logVariance),
        most,
      },
      { name: 'decoded pieces', difference: differingPieces(again, golden), most: 0 },
    ];
  } finally {
    model.dispose();
  }
}

/** The number of pieces with other notes. */
function differingPieces({ decoded: actual }: MusicGolden, { decoded: expected }: MusicGolden) {
  if (actual.length !== expected.length) return Infinity;
  return actual.filter((notes, i) => JSON.stringify(notes) !== JSON.stringify(expected[i])).length;
}
