/**
 * A value that is derived from two stores. It is compared by identity: a component that reads a number or a text
 * renders only when that value changes, however often the stores change.
 */
'use client';

import { useCallback, useSyncExternalStore } from 'react';
import type { Store } from '../state/store';

type Subscribable = Pick<Store<unknown, never>, 'subscribe'>;

/** @param onServer the value on the server and during hydration. Default: the result of `read`. */
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
