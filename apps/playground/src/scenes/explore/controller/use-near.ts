/**
 * A part of the cursor's neighbourhood, once the latents are loaded. A drag changes the cursor with every frame, but it
 * rarely changes the class around the cursor. A component that reads only the class therefore rarely renders.
 */
'use client';

import { useExplore } from './context';
import { isFar } from '../../../shared/atlas/nearest';
import type { Neighbourhood } from '../../../shared/atlas/nearest';
import { useDerived } from '../../../shared/hooks/use-derived';

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
