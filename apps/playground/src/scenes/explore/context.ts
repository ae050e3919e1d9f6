/** The scene's controller for its components, and slices of what it holds. */
'use client';

import { createContext, use } from 'react';
import { useStoreValue } from '../../shared/state/store';
import type { Answers, Manifold } from './controller';
import type { ManifoldState } from './state';

export const ManifoldContext = createContext<Manifold | null>(null);

export function useManifold(): Manifold {
  const manifold = use(ManifoldContext);
  if (manifold === null) throw new Error('A part of the manifold scene stands outside of it.');
  return manifold;
}

export function useScene<Value>(select: (state: ManifoldState) => Value): Value {
  return useStoreValue(useManifold().store, select);
}

export function useAnswers<Value>(select: (answers: Answers) => Value): Value {
  return useStoreValue(useManifold().answers, select);
}
