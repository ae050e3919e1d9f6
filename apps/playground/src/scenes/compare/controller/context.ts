/** The Compare scene's controller and state, for its components. */
'use client';

import { createSceneContext } from '../../../shared/hooks/scene-context';
import type { Vote } from '../../../shared/hooks/use-class-description';
import { useDerived } from '../../../shared/hooks/use-derived';
import { isFar } from '../../../shared/atlas/nearest';
import { useStoreValue } from '../../../shared/state/store';
import type { Plane } from '../../../worker/protocol/images';
import type { CompareController, PlaneAnswers } from './controller';

export const {
  Provider: CompareContext,
  useController: useCompare,
  useScene,
  useAnswers,
} = createSceneContext<CompareController>('Compare');

export function usePlane<Key extends keyof PlaneAnswers>(
  plane: Plane,
  key: Key,
): PlaneAnswers[Key] {
  return useStoreValue(useCompare().planes[plane], (answers) => answers[key]);
}

/** @returns the class that the conditional model decodes. */
export function useCondition(): number {
  const { store, planes, condition } = useCompare();
  return useDerived(store, planes.vae, condition);
}

/**
 * @returns the classes around a plane's cursor, once its latents are loaded. The component renders only when they
 * change.
 */
export function useVote(plane: Plane): Vote | undefined {
  const { store, planes, near, windowOf } = useCompare();
  const read = (): string => {
    const around = near(plane);
    if (around === undefined) return '';
    const far = isFar(around, windowOf(plane).extent);
    return [Number(far), around.first, around.second].join(' ').trimEnd();
  };
  const text = useDerived(store, planes[plane], read, () => '');
  if (text === '') return undefined;
  const [far = 0, first = 0, second] = text.split(' ').map(Number);
  return { far: far === 1, first, second };
}
