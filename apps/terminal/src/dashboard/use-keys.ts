/** Runs the commands of the keys that are pressed. */
import { useInput, type Key } from 'ink';
import { useRef, useState } from 'react';
import { findBinding } from './keymap.js';
import { initialScreen, type Screen } from './screen.js';
import { isTraining, pendingOf, type RunStore, type RunView } from './store.js';

export interface KeyOptions {
  readonly store: RunStore;
  readonly view: RunView;
  readonly leave: () => void;
  readonly interrupt: () => void;
}

export function useKeys({ store, view, leave, interrupt }: KeyOptions): Screen {
  const [screen, setScreen] = useState(initialScreen);
  // Keys that are typed fast arrive together, and the second one must see the changes of the first.
  const now = useRef({ screen: initialScreen });
  const change = (part: Partial<Screen>): void => {
    now.current.screen = { ...now.current.screen, ...part };
    setScreen(now.current.screen);
  };
  const live = isTraining(view);

  const press = (key: string): void => {
    // The view of the store may be newer than the one that was drawn last.
    const { training } = store.view;
    findBinding(key, live)?.command(
      {
        screen: now.current.screen,
        training,
        pending: pendingOf(store.view),
        change,
        send: (command) => void store.send(command),
        leave,
        interrupt,
      },
      key,
    );
  };

  const answer = (key: string): void => {
    change({ question: undefined });
    if (key === 'y') void store.send({ type: 'stop' });
  };

  useInput((input, key) => {
    const named = nameOf(input, key);
    if (named !== undefined) return press(named);
    for (const character of input) {
      if (now.current.screen.question === undefined) press(character);
      else answer(character);
    }
  });

  return screen;
}

/** The name of a key that is not a character. */
function nameOf(input: string, key: Key): string | undefined {
  if (key.ctrl && input === 'c') return 'ctrl-c';
  if (key.escape) return 'escape';
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.tab) return key.shift ? 'shift-tab' : 'tab';
  return undefined;
}
