/**
 * A slice of what lies around the cursor, once the codes are there. A drag changes the cursor with every frame, and the
 * class around it seldom: who reads the class alone renders as seldom.
 */
'use client';

import { useExplore } from './context';
import { isFar } from '../../shared/atlas/nearest';
import type { Neighbourhood } from '../../shared/atlas/nearest';
import { useDerived } from '../../shared/hooks/use-derived';

interface Near extends Pick<Neighbourhood, 'item' | 'first' | 'second'> {
  readonly far: boolean;
}

export function useNear<Key extends keyof Near>(key: Key): Near[Key] | undefined {
  const { atlas, store, answers, near } = useExplore();
  return useDerived(store, answers, () => {
    const around = near();
    return around && { ...around, far: isFar(around, atlas.extent) }[key];
  });
}
