/** The Train scene's controller and state, for its components. */
'use client';

import { createSceneContext } from '../../../shared/hooks/scene-context';
import type { TrainController } from './controller';

export const {
  Provider: TrainContext,
  useController: useTrain,
  useScene,
  useAnswers,
} = createSceneContext<TrainController>('Train');
