/** The scene's controller for its components, and slices of what it holds. */
'use client';

import { createContext, use } from 'react';
import { useStoreValue } from '../../shared/state/store';
import type { Answers, DrawController } from './controller';
import type { DrawState } from './state';

export const DrawContext = createContext<DrawController | null>(null);

export function useDraw(): DrawController {
  const draw = use(DrawContext);
  if (draw === null) throw new Error('A part of the draw scene stands outside of it.');
  return draw;
}

export function useScene<Value>(select: (state: DrawState) => Value): Value {
  return useStoreValue(useDraw().store, select);
}

export function useAnswers<Value>(select: (answers: Answers) => Value): Value {
  return useStoreValue(useDraw().answers, select);
}
