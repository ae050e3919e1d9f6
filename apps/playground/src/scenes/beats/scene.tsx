/** Beats: a scene of music whose corners are beats. */
'use client';

import type { ReactElement } from 'react';
import type { Example } from '../music/controller/contract';
import { MusicScene } from '../music/scene';
import { beats } from './kind';

/** @param examples the example patterns, at least four. */
export function BeatsScene({ examples }: { examples: readonly Example[] }): ReactElement {
  return <MusicScene kind={beats} examples={examples} />;
}
