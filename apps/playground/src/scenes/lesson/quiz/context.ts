/** The results of the quizzes, for the components of the Lesson. */
'use client';

import { createContext, use } from 'react';
import { useStoreValue } from '../../../shared/state/store';
import { createResults } from './results';
import type { ResultStore } from './results';

/** Without a provider nothing is kept. */
export const ResultsContext = createContext<ResultStore>(createResults());

export function useResults(): ResultStore {
  return use(ResultsContext);
}

/** @returns the chosen answer of a question; undefined before one is chosen. */
export function useResult(name: string): number | undefined {
  return useStoreValue(useResults(), (results) => results[name]);
}
