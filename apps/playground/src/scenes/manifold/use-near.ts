/**
 * A slice of what lies around the cursor, once the codes are there. A drag changes the cursor with every frame, and the
 * class around it seldom: who reads the class alone renders as seldom.
 */
'use client';

import { useManifold } from './context';
import type { Neighbourhood } from '../../scene/nearest';
import { useDerived } from '../../scene/use-derived';

export function useNear<Key extends keyof Neighbourhood>(key: Key): Neighbourhood[Key] | undefined {
  const { store, answers, near } = useManifold();
  return useDerived(store, answers, () => near()?.[key]);
}
