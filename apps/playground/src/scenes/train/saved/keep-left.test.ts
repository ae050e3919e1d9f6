import { initialTrainingState } from '@speil/api';
import type { TrainingState } from '@speil/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from '../../../shared/state/store';
import { keepLeft } from './keep-left';

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
beforeEach(() => {
  vi.stubGlobal('document', page);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A training that is kept, with the steps at which it was saved. */
function kept() {
  let time = 0;
  const answers = createStore<{ training: TrainingState }, Partial<TrainingState>>(
    ({ training }, change) => ({ training: { ...training, ...change } }),
    { training: initialTrainingState },
  );
  const saved: number[] = [];
  const stop = keepLeft({
    answers,
    keep() {
      saved.push(answers.get().training.step);
      return Promise.resolve();
    },
    now: () => time,
  });
  return {
    saved,
    stop,
    /** The training after so many seconds. */
    at: async (seconds: number, change: Partial<TrainingState>): Promise<void> => {
      time = 1000 * seconds;
      answers.send(change);
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('the training that the page keeps', () => {
  it('is saved every ten seconds, and when it pauses', async () => {
    const { saved, at } = kept();
    await at(1, { status: 'running', step: 10 });
    await at(11, { step: 100 });
    await at(12, { step: 110 });
    await at(15, { step: 140, status: 'paused' });
    await at(40, { status: 'paused' });
    expect(saved).toEqual([100, 140]);
  });

  it('is saved when the tab is hidden', async () => {
    const { saved, at, stop } = kept();
    await at(1, { status: 'running', step: 10 });
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(saved).toEqual([10]);
    stop();
    await at(30, { step: 300 });
    page.dispatchEvent(new Event('visibilitychange'));
    expect(saved).toEqual([10]);
    page.visibilityState = 'visible';
  });

  it('is not saved before its first step', async () => {
    const { saved, at } = kept();
    await at(60, { status: 'paused', step: 0 });
    expect(saved).toEqual([]);
  });
});
