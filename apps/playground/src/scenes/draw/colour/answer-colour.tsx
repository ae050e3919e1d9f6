/** Draws a colour picture of this scene's answers. */
'use client';

import type { ReactElement } from 'react';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { paintColour } from '../../../shared/paint/colour';
import { watch } from '../../../shared/state/store';
import { useDraw } from '../controller/context';
import type { Answers } from '../controller/controller';

export function AnswerColour({
  pick,
}: {
  pick: (answers: Answers) => Uint8Array | undefined;
}): ReactElement {
  const { answers } = useDraw();
  const { ref } = useCanvas(
    ({ context, width }) => {
      paintColour(context, pick(answers.get()), width);
    },
    [pick],
    (repaint) => [watch(answers, ({ colour }) => colour, repaint)],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}
