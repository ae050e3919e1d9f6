/** `speil recipes`. */
import { NotFoundError } from '@speil/api';
import { argument, defineCommand, flag } from '../../cli/command.js';
import { exitCodes } from '../../io/exit.js';
import { formatCount } from '../../report/format.js';
import { table } from '../../report/table.js';

export const recipes = defineCommand({
  name: 'recipes',
  description: 'List the recipes of the installed packages.',
  arguments: [argument('[word...]', 'only those with these words in name, family, data or title')],
  options: { json: flag('--json', 'an array of JSON objects on stdout') },
  examples: ['speil recipes', 'speil recipes vae fashion', 'speil recipes --json'],
  async run([words], { json }, io) {
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
    return exitCodes.done;
  },
});
