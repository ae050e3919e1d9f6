/** `speil recipes`. */
import { isSpeilError, NotFoundError, type Recipe } from '@speil/api';
import { argument, defineCommand, flag } from '../../cli/command.js';
import { dataDir, familyOptions, fitted, trainingData } from '../../cli/options.js';
import { exitCodes, type ExitCode } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import type { FamilyOptions } from '../../recipes/families.js';
import { formatCount } from '../../report/format.js';
import { table } from '../../report/table.js';

export const recipes = defineCommand({
  name: 'recipes',
  description:
    'List recipes and families, or print one recipe as a file to change and train. With --data, print the recipe that a family makes for these data.',
  arguments: [
    argument(
      '[word...]',
      'a recipe to print; otherwise list those with these words in name, family, data or title',
    ),
  ],
  options: {
    mjs: flag('--mjs', 'print a module instead of JSON'),
    data: trainingData,
    dataDir,
    ...familyOptions,
    ...fitted('as the recipe says; crop for a family'),
    json: flag('--json', 'list as an array of JSON objects on stdout'),
  },
  examples: [
    'speil recipes',
    'speil recipes vae fashion',
    'speil recipes mnist-vae > my-recipe.json',
    'speil recipes vae --data ./photos --mjs > photos.mjs',
  ],
  async run([words], { json, mjs, ...options }, io) {
    const [word, ...more] = words;
    const one = json || more.length > 0 ? undefined : await findOne(word, options, io);
    if (one === undefined) return listAll(words, json === true, io);
    const { formatRecipe } = await import('../../recipes/format.js');
    io.out(formatRecipe(one, mjs ? 'mjs' : 'json'));
    return exitCodes.done;
  },
});

/** @returns the recipe of this name or file, or the one that a family makes for `--data`; undefined if the word is neither. */
async function findOne(
  word: string | undefined,
  options: FamilyOptions,
  io: Io,
): Promise<Recipe | undefined> {
  if (word === undefined) return undefined;
  const warn = (line: string): void => io.err(`speil: ${line}`);
  const [{ findOrFitRecipe, resolveData }, { findRecipe }] = await Promise.all([
    import('../../recipes/families.js'),
    import('../../recipes/registry.js'),
  ]);
  if (options.data !== undefined) {
    const data = await resolveData(options.data, io.cwd);
    return (await findOrFitRecipe(word, { ...options, data }, { cwd: io.cwd, warn })).recipe;
  }
  // A word that names no recipe is a word to list by.
  return findRecipe(word, io.cwd, warn).catch((error: unknown) => {
    if (isSpeilError(error) && error.code === 'unknown-name') return undefined;
    throw error;
  });
}

async function listAll(words: readonly string[], json: boolean, io: Io): Promise<ExitCode> {
  const [{ countParameters }, { listRecipes }] = await Promise.all([
    import('@speil/core/spec'),
    import('../../recipes/registry.js'),
  ]);
  const all = await listRecipes(io.cwd, (line) => io.err(`speil: ${line}`));
  const rows = all
    .map(({ name, title, domain, model, dataset }) => ({
      name,
      domain,
      family: model.family,
      dataset: dataset.name,
      parameters: countParameters(model),
      title,
    }))
    .filter((row) => {
      const text = Object.values(row).join(' ').toLowerCase();
      return words.every((word) => text.includes(word.toLowerCase()));
    });
  if (json) {
    io.out(JSON.stringify(rows));
    return exitCodes.done;
  }
  if (rows.length === 0) {
    throw new NotFoundError(
      `None of ${all.length} recipes has ${words.join(' and ')} in its name, family, data or title. See: speil recipes`,
    );
  }
  const lines = table(rows, [
    { title: 'RECIPE', value: ({ name }) => name },
    { title: 'FAMILY', value: ({ family }) => family },
    { title: 'DATA', value: ({ dataset }) => dataset },
    { title: 'PARAMETERS', value: ({ parameters }) => formatCount(parameters), align: 'right' },
    { title: '', value: ({ title }) => title },
  ]);
  for (const line of lines) io.out(line);
  if (words.length === 0) for (const line of await describeFamilies()) io.out(line);
  return exitCodes.done;
}

async function describeFamilies(): Promise<readonly string[]> {
  const { listFamilies } = await import('../../domains/registry/domains.js');
  const lines = table(await listFamilies(), [
    { title: 'FAMILY', value: ({ name }) => name },
    { title: 'fitted to your data: speil train FAMILY --data FOLDER', value: ({ title }) => title },
  ]);
  return ['', ...lines];
}
