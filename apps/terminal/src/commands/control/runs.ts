/** `speil runs`. */
import * as path from 'node:path';
import type { RunSummary } from '@speil/runs';
import { argumentWithDefault, defineCommand, flag } from '../../cli/command.js';
import { exitCodes } from '../../io/exit.js';
import { formatAge, formatCount, formatLoss } from '../../report/format.js';
import { displayPath } from '../../report/paths.js';
import { table } from '../../report/table.js';

export const runs = defineCommand({
  name: 'runs',
  description: 'List runs: recipe, state, progress, losses.',
  arguments: [argumentWithDefault('[dir]', 'where runs are', 'runs')],
  options: { json: flag('--json', 'an array of JSON objects on stdout') },
  examples: ['speil runs', 'speil runs experiments --json'],
  async run([dir], { json }, io) {
    const { listRuns } = await import('@speil/runs');
    const found = listRuns(path.resolve(io.cwd, dir));
    if (json) {
      io.out(JSON.stringify(found.map(describe)));
      return exitCodes.done;
    }
    if (found.length === 0) {
      io.err(`There are no runs in ${dir}. Start one with: speil train mnist-vae`);
      return exitCodes.done;
    }
    const lines = table(found, [
      { title: 'RUN', value: ({ folder }) => displayPath(folder, io.cwd), most: 48 },
      { title: 'RECIPE', value: ({ config }) => config.recipe.name },
      { title: 'STATE', value: ({ health }) => health },
      { title: 'STEP', value: ({ status }) => progress(status), align: 'right' },
      { title: 'TRAIN', value: ({ status }) => formatLoss(status?.train?.total), align: 'right' },
      {
        title: 'VALIDATION',
        value: ({ status }) => formatLoss(status?.validation?.total),
        align: 'right',
      },
      { title: 'BEST', value: ({ status }) => formatLoss(status?.best), align: 'right' },
      {
        title: 'AGE',
        value: ({ config }) => formatAge(Date.now() - Date.parse(config.created)),
        align: 'right',
      },
      { title: '', value: ({ status }) => (status?.message ?? '').slice(0, 60) },
    ]);
    for (const line of lines) io.out(line);
    return exitCodes.done;
  },
});

function progress(status: RunSummary['status']): string {
  if (status === undefined || status.steps === 0) return '-';
  return `${formatCount(status.step)}/${formatCount(status.steps)}`;
}

function describe({ folder, config, status, health }: RunSummary): object {
  return {
    run: folder,
    recipe: config.recipe.name,
    state: health,
    pid: status?.pid ?? null,
    created: config.created,
    step: status?.step ?? 0,
    steps: status?.steps ?? 0,
    epoch: status?.epoch ?? 0,
    epochs: status?.epochs ?? config.recipe.training.epochs,
    train: status?.train ?? null,
    validation: status?.validation ?? null,
    best: status?.best ?? null,
    message: status?.message ?? null,
  };
}
