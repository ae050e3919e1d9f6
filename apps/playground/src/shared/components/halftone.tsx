/** Draws one picture of the worker's results as a halftone, and repaints it when it changes. */
'use client';

import type { ReactElement } from 'react';
import { useCanvas } from '../hooks/use-canvas';
import { paintHalftone } from '../paint/halftone';
import { watch } from '../state/store';
import type { Store } from '../state/store';

interface DotsProps<Answers> {
  readonly answers: Store<Answers, never>;
  /** Selects the picture, which must be square. */
  readonly pick: (answers: Answers) => Uint8Array | undefined;
  /** The accessible name. Without a name the picture is hidden from screen readers. */
  readonly label?: string | undefined;
}

/** The picture fills the width of its parent. */
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
