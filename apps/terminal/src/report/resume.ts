/** How to continue a run that no longer trains: said by commands and, in a line, by the dashboard. */
import { readConfig, readStatus, type RunCondition } from '@speil/runs';
import { formatCount } from './format.js';
import { typed } from './paths.js';

/**
 * @param name the run's folder as one would type it here.
 * @param condition a run that came to its own end needs more epochs to go on. Default: one that did not.
 */
export function resumeHint(name: string, condition: RunCondition = 'stopped'): string {
  const command = `speil resume ${typed(name)}`;
  const ended = condition === 'completed' || condition === 'early-stopping';
  return ended ? `Train it further with: ${command} --epochs N` : `Resume it with: ${command}`;
}

/**
 * What to do about a run whose trainer is gone without a word. One that did not get to its first step was most likely ended
 * by the system for want of memory, and would be so again: the batch size is said, which is what can be changed.
 *
 * @param step that was reached.
 */
export function goneHint(name: string, step: number, batchSize: number): string {
  if (step > 0) return resumeHint(name);
  return `It did not get to its first step: where the machine is short of memory, start again with a smaller --batch than ${formatCount(batchSize)}. ${resumeHint(name)}`;
}

/** The same of a run in its folder. */
export function goneHintOf(folder: string, name: string): string {
  const { batchSize } = readConfig(folder).recipe.training;
  return goneHint(name, readStatus(folder)?.step ?? 0, batchSize);
}
