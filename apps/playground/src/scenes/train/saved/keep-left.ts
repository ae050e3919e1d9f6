/** Keeps the training that runs on the device, so that a reload can go on from it: now and then, at each pause, and when the tab is hidden. */
import type { TrainingState } from '@speil/api';
import type { Store } from '../../../shared/state/store';

/** Milliseconds between two saves. Each writes some megabytes. */
const interval = 10_000;

interface Watched {
  readonly answers: Pick<Store<{ readonly training: TrainingState }, never>, 'get' | 'subscribe'>;
  /** Saves the training. */
  readonly keep: () => Promise<void>;
  readonly now?: () => number;
}

/** @returns a function that stops it. */
export function keepLeft({ answers, keep, now = () => performance.now() }: Watched): () => void {
  let kept = { step: 0, time: now() };
  let busy = false;
  let stopped = false;
  const save = (): void => {
    const { step } = answers.get().training;
    if (busy || step === 0 || step === kept.step) return;
    busy = true;
    kept = { step, time: now() };
    keep()
      // Training goes on without; a save that a person asks for says what is wrong.
      .catch(() => undefined)
      .finally(() => {
        busy = false;
        if (!stopped) saveIfDue();
      });
  };
  const saveIfDue = (): void => {
    const { status } = answers.get().training;
    if (status === 'waiting') kept = { ...kept, step: 0 };
    else if (status !== 'running' || now() - kept.time >= interval) save();
  };
  const unsubscribe = answers.subscribe(saveIfDue);
  const onHidden = (): void => {
    if (document.visibilityState === 'hidden') save();
  };
  document.addEventListener('visibilitychange', onHidden);
  return () => {
    stopped = true;
    unsubscribe();
    document.removeEventListener('visibilitychange', onHidden);
  };
}
