/** Draws a picture from this scene's answers as a halftone. */
'use client';

import type { ReactElement } from 'react';
import { Halftone } from '../../../shared/components/halftone';
import { useDraw } from '../controller/context';
import type { Answers } from '../controller/controller';

interface DotsProps {
  readonly pick: (answers: Answers) => Uint8Array | undefined;
  readonly label?: string;
}

export function AnswerHalftone(props: DotsProps): ReactElement {
  return <Halftone answers={useDraw().answers} {...props} />;
}
