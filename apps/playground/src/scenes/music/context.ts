/** The scene's controller for its components, and slices of what it holds. */
'use client';

import { createContext, use } from 'react';
import { useStoreValue } from '../../shared/state/store';
import type { Answers, MusicController } from './contract';
import type { MusicState } from './state';

export const MusicContext = createContext<MusicController | null>(null);

export function useMusic(): MusicController {
  const music = use(MusicContext);
  if (music === null) throw new Error('A part of a music scene stands outside of it.');
  return music;
}

export function useScene<Value>(select: (state: MusicState) => Value): Value {
  return useStoreValue(useMusic().store, select);
}

export function useAnswers<Value>(select: (answers: Answers) => Value): Value {
  return useStoreValue(useMusic().answers, select);
}
