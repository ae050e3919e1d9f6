/**
 * A slice of what lies around the cursor, once the codes are there. A drag changes the cursor with every frame, and the
 * class around it seldom: who reads the class alone renders as seldom.
 */
'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { useManifold } from './context';
import type { Neighbourhood } from '../../scene/nearest';

export function useNear<Key extends keyof Neighbourhood>(key: Key): Neighbourhood[Key] | undefined {
  const manifold = useManifold();
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [manifold.store.subscribe(listener), manifold.answers.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    [manifold],
  );
  const read = (): Neighbourhood[Key] | undefined => manifold.near()?.[key];
  return useSyncExternalStore(subscribe, read, read);
}
