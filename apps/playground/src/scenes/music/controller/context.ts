/** The controller and state of a scene of music, for its components. */
'use client';

import { createSceneContext } from '../../../shared/hooks/scene-context';
import type { MusicController } from './contract';

export const {
  Provider: MusicContext,
  useController: useMusic,
  useScene,
  useAnswers,
} = createSceneContext<MusicController>('a scene of music');
