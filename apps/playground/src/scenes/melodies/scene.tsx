/** Melodies: a scene of music whose corners are melodies. */
'use client';

import type { ReactElement } from 'react';
import type { Example } from '../music/controller/contract';
import { MusicScene } from '../music/scene';
import { melodies } from './kind';

/** @param examples the example patterns, at least four. */
export function MelodiesScene({ examples }: { examples: readonly Example[] }): ReactElement {
  return <MusicScene kind={melodies} examples={examples} />;
}
