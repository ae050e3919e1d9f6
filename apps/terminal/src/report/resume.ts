/** How to go on with a run that has stopped before its end: said by commands and, in a line, by the dashboard. */
import { readConfig, readStatus } from '@speil/runs';
import { formatCount } from './format.js';

/** @param name the run's folder as one would type it here. */
export function resumeHint(name: string): string {
  return `Go on with: speil train --out ${name} --resume`;
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
