/** Finds the run that a command means. */
import * as path from 'node:path';
import { NotFoundError, formatSuggestion } from '@speil/api';
import { isLive, listRuns, readSummary, type RunSummary } from '@speil/runs';
import { suggestFolders } from '../report/paths.js';

/**
 * @param folder as written on the command line: a run folder, or its path below `root`; absent for the newest run. A
 *   run that is training takes precedence over one that has ended.
 * @param root the folder with the runs.
 * @throws NotFoundError if there is none.
 */
export function findRun(folder: string | undefined, root: string, cwd: string): RunSummary {
  const runs = path.resolve(cwd, root);
  if (folder === undefined) {
    const found = listRuns(runs);
    const run = found.find(({ health }) => isLive(health)) ?? found[0];
    if (run !== undefined) return run;
    throw new NotFoundError(`There are no runs in ${root}. Start one with: speil train mnist-vae`);
  }
  try {
    return readSummary(path.resolve(cwd, folder));
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const below = listRuns(path.join(runs, folder))[0];
    if (below !== undefined) return below;
    const hint = formatSuggestion(folder, suggestFolders(folder, cwd)) || ' See: speil runs';
    throw new NotFoundError(`${error.message}${hint}`, { cause: error });
  }
}
