/** Hints on how to continue a run that no longer trains, for commands and for a line of the dashboard. */
import { readConfig, readStatus, type RunHealth } from '@speil/runs';
import { formatCount } from './format.js';
import { quoteForShell } from './paths.js';

/**
 * @param name the folder of the run, as a person would type it here.
 * @param health the state of the run. A completed run needs more epochs to continue. Default: `stopped`.
 */
export function resumeHint(name: string, health: RunHealth = 'stopped'): string {
  const command = `speil resume ${quoteForShell(name)}`;
  const ended = health === 'completed' || health === 'early-stopping';
  return ended ? `Train it further with: ${command} --epochs N` : `Resume it with: ${command}`;
}

/**
 * A hint for a run whose trainer is gone. If it did not reach its first step, the system most likely killed it for lack
 * of memory, and would do so again. The hint then suggests a smaller batch size.
 *
 * @param step the last step of the run.
 */
export function goneHint(name: string, step: number, batchSize: number): string {
  if (step > 0) return resumeHint(name);
  return `It did not reach its first step: if the machine is short of memory, start again with a --batch smaller than ${formatCount(batchSize)}. ${resumeHint(name)}`;
}

/** The same hint; the step and the batch size are read from the run's folder. */
export function goneHintFor(folder: string, name: string): string {
  const { batchSize } = readConfig(folder).recipe.training;
  return goneHint(name, readStatus(folder)?.step ?? 0, batchSize);
}
