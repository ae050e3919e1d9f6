/** `speil recipes`. */
import { countParameters } from '@speil/core/spec';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { allRecipes } from '../recipes/registry.js';
import { formatCount } from '../report/format.js';
import { table } from '../report/table.js';

export async function recipes({ json }: { json?: boolean }, io: Io): Promise<ExitCode> {
  const rows = (await allRecipes(io.cwd)).map(({ name, title, domain, model, dataset }) => ({
    name,
    domain,
    family: model.family,
    dataset: dataset.name,
    parameters: countParameters(model),
    title,
  }));
  if (json) {
    io.out(JSON.stringify(rows.map(({ title: _, ...row }) => row)));
    return exitCodes.done;
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
