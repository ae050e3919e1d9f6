/** The buttons for undo, redo and starting over, the same in every scene. Ctrl or Cmd with Z and Y work too. */
'use client';

import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button';
import type { Travel, Undoable } from '../state/history';
import styles from './steps.module.css';
import { useStoreValue } from '../state/store';

/** The part of a scene's store that undo needs. */
type Steppable = Pick<Undoable<unknown, never>, 'timeline' | 'travel' | 'settle' | 'subscribe'>;

interface StepsProps {
  readonly store: Steppable;
  /** Restores the default state, as on a page without a link. This can be undone. */
  readonly onStartOver: () => void;
}

export function Steps({ store, onStartOver }: StepsProps): ReactElement {
  const t = useTranslations('steps');
  useGestures(store);
  useKeys(store);
  return (
    <div className={styles.steps} role="group" aria-label={t('label')}>
      <Arrow store={store} way="undo" />
      <Arrow store={store} way="redo" />
      <Button onClick={onStartOver}>{t('startOver')}</Button>
    </div>
  );
}

function Arrow({ store, way }: { store: Steppable; way: Travel }) {
  const t = useTranslations('steps');
  const { subscribe, timeline } = store;
  const none = useStoreValue({ subscribe, get: timeline }, ({ past, future }) =>
    way === 'undo' ? past.length === 0 : future.length === 0,
  );
  return (
    <button
      type="button"
      className={styles.arrow}
      aria-label={t(way)}
      title={t(way)}
      // The buttons are not `disabled`, since they would then lose the focus after the last step.
      aria-disabled={none}
      onClick={() => {
        store.travel(way);
      }}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true" data-way={way}>
        <path d="M4 8h8a4.5 4.5 0 0 1 0 9H8M7.5 4 3.5 8l4 4" />
      </svg>
    </button>
  );
}

/** A pointer press, a key, or a file that is dropped or pasted begins a new step. */
const gestures = ['pointerdown', 'keydown', 'focusin', 'drop', 'paste'] as const;

function useGestures({ settle }: Steppable): void {
  useEffect(() => {
    const begin = (event: Event): void => {
      if (!(event instanceof KeyboardEvent && event.repeat)) settle();
    };
    for (const type of gestures) addEventListener(type, begin, { capture: true });
    return () => {
      for (const type of gestures) removeEventListener(type, begin, { capture: true });
    };
  }, [settle]);
}

function useKeys({ travel }: Steppable): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const way = readShortcut(event);
      if (way === undefined || isText(event.target)) return;
      event.preventDefault();
      travel(way);
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, [travel]);
}

/** @returns what a key means, undo or redo, by the shortcuts of Windows, Linux and macOS. */
export function readShortcut({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): Travel | undefined {
  if (ctrlKey === metaKey || altKey) return undefined;
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo';
  return key.toLowerCase() === 'y' && !shiftKey ? 'redo' : undefined;
}

/** Whether the element is a text field, which has its own undo. */
function isText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement && !['range', 'radio', 'checkbox'].includes(target.type)
  );
}
