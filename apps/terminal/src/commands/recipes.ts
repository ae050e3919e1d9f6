/** `speil recipes`. */
import { NotFoundError } from '@speil/api';
import { countParameters } from '@speil/core/spec';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { allRecipes } from '../recipes/registry.js';
import { formatCount } from '../report/format.js';
import { table } from '../report/table.js';

/** @param words all must be in a row somewhere: its name, family, data or title. None lists all. */
export async function recipes(
  words: readonly string[],
  { json }: { json?: boolean },
  io: Io,
): Promise<ExitCode> {
  const all = await allRecipes(io.cwd, (line) => io.err(`speil: ${line}`));
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
}
