/** The Lesson's controller and state, for its components. */
'use client';

import { createSceneContext } from '../../../shared/hooks/scene-context';
import type { LessonController } from './controller';

export const {
  Provider: LessonContext,
  useController: useLesson,
  useScene,
  useAnswers,
} = createSceneContext<LessonController>('the Lesson');
