/** The scene's controller for its components, and slices of what it holds. */
'use client';

import { createContext, use } from 'react';
import type { Plane } from '../../worker/protocol/images';
import type { Vote } from '../../shared/hooks/use-class-description';
import { isFar } from '../../shared/atlas/nearest';
import { useStoreValue } from '../../shared/state/store';
import { useDerived } from '../../shared/hooks/use-derived';
import type { Answers, Compare, PlaneAnswers } from './controller';
import type { CompareState } from './state';

export const CompareContext = createContext<Compare | null>(null);

export function useCompare(): Compare {
  const compare = use(CompareContext);
  if (compare === null) throw new Error('A part of the compare scene stands outside of it.');
  return compare;
}

export function useScene<Value>(select: (state: CompareState) => Value): Value {
  return useStoreValue(useCompare().store, select);
}

export function useAnswers<Value>(select: (answers: Answers) => Value): Value {
  return useStoreValue(useCompare().answers, select);
}

export function usePlane<Key extends keyof PlaneAnswers>(
  plane: Plane,
  key: Key,
): PlaneAnswers[Key] {
  return useAnswers(({ planes }) => planes[plane][key]);
}

/** The class that the conditional model is told. */
export function useTold(): number {
  const { store, answers, told } = useCompare();
  return useDerived(store, answers, told);
}

/** What the digits around a plane's cursor say, once its codes are there. Renders only when they say something else. */
export function useVote(plane: Plane): Vote | undefined {
  const { store, answers, near, windows } = useCompare();
  const read = (): string => {
    const around = near(plane);
    if (around === undefined) return '';
    const far = isFar(around, windows[plane].extent);
    return [Number(far), around.first, around.second].join(' ').trimEnd();
  };
  const text = useDerived(store, answers, read, () => '');
  if (text === '') return undefined;
  const [far = 0, first = 0, second] = text.split(' ').map(Number);
  return { far: far === 1, first, second };
}
