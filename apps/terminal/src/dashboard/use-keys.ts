/** Keys to commands. */
import type { Steering, TrainingState } from '@speil/api';
import { useInput } from 'ink';
import { useRef, useState } from 'react';
import { nextRound } from '../render/scale.js';
import { panes, type Pane } from './Footer.js';
import { goesOn, pendingOf, type RunStore, type RunView } from './store.js';

export interface Screen {
  readonly pane: Pane;
  readonly log: boolean;
  readonly help: boolean;
  /** Lines that a page of text is scrolled down. */
  readonly offset: number;
  /** A question that the next key answers. */
  readonly question: string | undefined;
}

export interface KeyOptions {
  readonly store: RunStore;
  readonly view: RunView;
  readonly leave: () => void;
  readonly interrupt: () => void;
}

const start: Screen = {
  pane: 'overview',
  log: false,
  help: false,
  offset: 0,
  question: undefined,
};

export function useKeys({ store, view, leave, interrupt }: KeyOptions): Screen {
  const [screen, setScreen] = useState(start);
  // Keys that are typed fast come in one piece: the second must find what the first has changed.
  const now = useRef({ screen: start });
  const change = (part: Partial<Screen>): void => {
    now.current.screen = { ...now.current.screen, ...part };
    setScreen(now.current.screen);
  };
  const live = goesOn(view);

  const press = (input: string): void => {
    const { help, log, question } = now.current.screen;
    if (question !== undefined) {
      change({ question: undefined });
      if (input === 'y') void store.send({ type: 'stop' });
      return;
    }
    if (input === 'q') return leave();
    if (input === '?') return change({ help: !help, offset: 0 });
    if (input === 'l') return change({ log: !log });
    const pane = panes[Number(input) - 1];
    if (pane !== undefined) return change({ pane, help: false, offset: 0 });
    if (live) steer(input);
  };

  useInput((input, key) => {
    if (key.ctrl && input === 'c') return interrupt();
    if (key.escape) return change({ help: false, offset: 0, question: undefined });
    if (key.upArrow || key.downArrow) {
      const offset = now.current.screen.offset + (key.downArrow ? 1 : -1);
      return change({ offset: Math.max(0, offset) });
    }
    if (key.tab) {
      const step = key.shift ? panes.length - 1 : 1;
      const next = (panes.indexOf(now.current.screen.pane) + step) % panes.length;
      return change({ pane: panes[next]!, help: false, offset: 0 });
    }
    for (const character of input) press(character);
  });

  const steer = (input: string): void => {
    // Not what was drawn last: a key that comes before the next step starts from what the one before it asked for.
    const now = store.view;
    const { status } = now.training;
    const { beta, learningRate } = { ...valuesOf(now.training), ...numbersOf(pendingOf(now)) };
    if (input === 'p') void store.send({ type: status === 'paused' ? 'resume' : 'pause' });
    else if (input === 'c') void store.send({ type: 'checkpoint' });
    else if (input === 's') change({ question: 'Stop the training? y / n' });
    else if (input === '0') {
      void store.send({ type: 'set', setting: 'beta', value: null });
      void store.send({ type: 'set', setting: 'learningRate', value: null });
    } else if ('+=-_'.includes(input) && beta !== undefined) {
      const value = nextRound(beta, '+='.includes(input) ? 1 : -1);
      void store.send({ type: 'set', setting: 'beta', value });
    } else if ('[]'.includes(input) && learningRate !== undefined) {
      const value = nextRound(learningRate, input === ']' ? 1 : -1);
      void store.send({ type: 'set', setting: 'learningRate', value });
    }
  };

  return screen;
}

type Values = Partial<Record<keyof Steering, number>>;

function valuesOf({ beta, learningRate }: TrainingState): Values {
  return {
    ...(beta === undefined ? {} : { beta }),
    ...(learningRate === undefined ? {} : { learningRate }),
  };
}

/** What a schedule will give is not known here. */
function numbersOf(steering: Steering): Values {
  return Object.fromEntries(Object.entries(steering).filter(([, value]) => value !== null));
}
