/** Helpers for the tests of the dashboard's components. */
import { initialTrainingState, reduceTraining } from '@speil/api';
import type { TrainingEvent } from '@speil/api';
import { render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import { wholeRun } from './io.js';
import type { Theme } from '../render/theme.js';
import { ThemeContext } from '../dashboard/context.js';
import type { RunView } from '../dashboard/store.js';

export const theme: Theme = { unicode: true, colour: 'none' };
export const plain: Theme = { unicode: false, colour: 'none' };

/** The events of a run up to step 13 of 20. */
export const half = wholeRun().slice(0, 15);

/** The lines that a component draws, without the empty lines at the end. */
export function linesOf(node: ReactElement): readonly string[] {
  const { lastFrame, unmount } = render(<ThemeContext value={theme}>{node}</ThemeContext>);
  const lines = (lastFrame() ?? '').trimEnd().split('\n');
  unmount();
  return lines;
}

export function viewAfter(events: readonly TrainingEvent[]): RunView {
  return {
    training: events.reduce(reduceTraining, initialTrainingState),
    status: undefined,
    health: 'running',
    reconstructions: undefined,
    samples: undefined,
    config: undefined,
    requested: {},
    notice: undefined,
  };
}
