/** The Explore scene's controller and state, for its components. */
'use client';

import { createSceneContext } from '../../../shared/hooks/scene-context';
import type { ExploreController } from './controller';

export const {
  Provider: ExploreContext,
  useController: useExplore,
  useScene,
  useAnswers,
} = createSceneContext<ExploreController>('Explore');
