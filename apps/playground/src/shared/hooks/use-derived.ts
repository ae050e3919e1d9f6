/**
 * A value that follows from what two stores hold. It is compared as it is: a number or a text renders only when it has
 * become another, however often the stores change.
 */
'use client';

import { useCallback, useSyncExternalStore } from 'react';
import type { Store } from '../state/store';

type Subscribable = Pick<Store<unknown, never>, 'subscribe'>;

/** @param onServer what it is before any store has changed. Default: what `read` says. */
export function useDerived<Value>(
  a: Subscribable,
  b: Subscribable,
  read: () => Value,
  onServer: () => Value = read,
): Value {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [a.subscribe(listener), b.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [a, b],
  );
  return useSyncExternalStore(subscribe, read, onServer);
}
