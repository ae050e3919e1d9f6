import type { TrainingEvent } from '@speil/api';
import { epochEnd, runStart, stepEnd } from '@speil/testing';
import { describe, expect, it } from 'vitest';
import { endOf, factsLine, progressLine } from './Header.js';
import { Small } from './Small.js';
import { half, linesOf, plain, theme, viewAfter } from '../testing/dashboard-parts.js';
import type { RunView } from './store.js';

describe('the header', () => {
  it('shows the progress of the run', () => {
    const steps = Array.from({ length: 10 }, (_, i) => stepEnd(i + 1));
    const view = viewAfter([runStart(), ...steps, epochEnd(1)]);
    const text = progressLine(view, 40, plain)
      .map((span) => span.text)
      .join('');
    expect(text).toBe(' ############----------- epoch 1/2  50% ');
    expect(factsLine(view, 'runs/a', plain)).toBe(
      ' step 10/20   400 ex/s   0:00 left   lr 0.001   beta 1   wasm',
    );
  });

  it('says how to resume a run whose trainer is gone, and no longer shows its speed', () => {
    const view = { ...viewAfter(half), health: 'crashed' } as const;
    expect(factsLine(view, 'runs/a', plain)).toBe(
      ' Resume it with: speil resume runs/a   step 13/20   lr 0.001   beta 1   wasm',
    );
    const small = linesOf(<Small view={view} name="runs/a" rows={9} message={undefined} />);
    expect(small).toContain('Resume it with: speil resume runs/a');
    expect(small.join()).not.toContain('left');
  });
});

describe('a setting that was changed but not applied yet', () => {
  const set = { type: 'set', setting: 'beta', value: 5 } as const;
  const steered = [...half, { type: 'steer', time: 14, step: 13, command: set } as const];

  it('is shown after an arrow in the header until a step applies it', () => {
    const facts = (view: RunView) => factsLine(view, 'runs/a', plain);
    expect(facts(viewAfter(steered))).toContain('lr 0.001   beta 1 -> 5   wasm');
    const requested = { learningRate: null };
    expect(facts({ ...viewAfter(half), requested })).toContain('lr 0.001 -> schedule');
    expect(facts(viewAfter([...steered, { ...stepEnd(14), beta: 5 }]))).toContain('beta 5   wasm');
  });
});

describe('the header while there are no steps', () => {
  const facts = (events: readonly TrainingEvent[]): string =>
    factsLine(viewAfter(events), 'runs/a', plain);

  it('says that the graph is being compiled, or that an epoch is being validated', () => {
    expect(facts([])).toBe(' starting');
    expect(facts([runStart()])).toContain(' compiling the graph   step 0/20');
    const steps = Array.from({ length: 10 }, (_, i) => stepEnd(i + 1));
    expect(facts([runStart(), ...steps.slice(0, 9)])).toMatch(/^ step 9/u);
    expect(facts([runStart(), ...steps])).toMatch(/^ validating on 10   step 10/u);
    expect(facts([runStart(), ...steps, epochEnd(1)])).toMatch(/^ step 10/u);
  });

  it('keeps the end of a long path, with an ellipsis before it', () => {
    expect(endOf('runs/dash', 9, theme)).toBe('runs/dash');
    expect(endOf('runs/dash', 8, theme)).toBe('…ns/dash');
    expect(endOf('runs/dash', 8, plain)).toBe('..s/dash');
    expect(endOf('runs/dash', 1, theme)).toBe('');
  });
});
