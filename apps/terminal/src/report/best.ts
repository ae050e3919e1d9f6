/** Says which epoch of a run was the best by its loss, which need not give the sharpest reconstructions. */
import type { TrainingEvent } from '@speil/api';
import { formatLoss } from './format.js';
import { quoteForShell } from './paths.js';

/**
 * @param name the run, as the person wrote it.
 * @returns undefined if the last epoch was the best: without a checkpoint's name, commands use the newest weights.
 */
export function bestHint(name: string, events: readonly TrainingEvent[]): string | undefined {
  const epochs = events.filter((event) => event.type === 'epoch-end');
  const best = epochs.findLast((event) => event.best);
  const last = epochs.at(-1);
  if (best === undefined || last === undefined || best.step >= last.step) return undefined;
  const { validation, train, epoch } = best;
  const score = `${validation === null ? 'train' : 'validation'} ${formatLoss((validation ?? train).total)}`;
  return `The best epoch by loss was ${epoch} of ${last.epoch} (${score}). Commands use the newest weights; for those of that epoch name ${quoteForShell(`${name}@best`)}.`;
}
