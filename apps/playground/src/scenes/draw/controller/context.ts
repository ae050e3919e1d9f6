/** The Draw scene's controller and state, for its components. */
'use client';

import { createSceneContext } from '../../../shared/hooks/scene-context';
import type { DrawController } from './controller';

export const {
  Provider: DrawContext,
  useController: useDraw,
  useScene,
  useAnswers,
} = createSceneContext<DrawController>('Draw');
