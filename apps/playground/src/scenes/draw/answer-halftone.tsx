/** A picture of this scene's answers as a halftone. */
'use client';

import type { ReactElement } from 'react';
import { Dots as DotsOf } from '../../shared/components/halftone';
import { useDraw } from './context';
import type { Answers } from './controller';

interface DotsProps {
  readonly pick: (answers: Answers) => Uint8Array | undefined;
  readonly label?: string;
}

export function Dots(props: DotsProps): ReactElement {
  return <DotsOf answers={useDraw().answers} {...props} />;
}
