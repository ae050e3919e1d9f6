/** A picture of a scene's answers as a halftone, painted anew when the answers have another. */
'use client';

import type { ReactElement } from 'react';
import { useCanvas } from '../hooks/use-canvas';
import { paintHalftone } from '../paint/halftone';
import { watch } from '../state/store';
import type { Store } from '../state/store';

interface DotsProps<Answers> {
  readonly answers: Store<Answers, never>;
  /** The picture; any square number of pixels. */
  readonly pick: (answers: Answers) => Uint8Array | undefined;
  /** What a screen reader says; without it the picture only adds to words beside it. */
  readonly label?: string | undefined;
}

/** Fills its parent's width. */
export function Halftone<Answers>({ answers, pick, label }: DotsProps<Answers>): ReactElement {
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      const picture = pick(answers.get());
      const columns = picture && Math.sqrt(picture.length);
      paintHalftone(context, picture, width, color('--ink'), columns);
    },
    [answers],
    (repaint) => [watch(answers, pick, repaint)],
  );
  const spoken =
    label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return <canvas ref={ref} {...spoken} />;
}
