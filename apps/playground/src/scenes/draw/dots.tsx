/** A picture of the scene's answers as a halftone, painted anew when the answers have another. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter } from 'use-intl';
import { useCanvas } from '../../scene/canvas';
import { paintHalftone } from '../../scene/paint/halftone';
import { watch } from '../../scene/store';
import { useDraw } from './context';
import type { Answers } from './controller';

interface DotsProps {
  /** The picture; any square number of pixels. */
  readonly pick: (answers: Answers) => Uint8Array | undefined;
  /** What a screen reader says; without it the picture only adds to words beside it. */
  readonly label?: string;
}

/** Fills its parent's width. */
export function Dots({ pick, label }: DotsProps): ReactElement {
  const { answers } = useDraw();
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      const picture = pick(answers.get());
      const columns = picture && Math.sqrt(picture.length);
      paintHalftone(context, picture, width, color('--ink'), columns);
    },
    (repaint) => [watch(answers, pick, repaint)],
  );
  const spoken =
    label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return <canvas ref={ref} {...spoken} />;
}

/** How far two pictures are apart: the root of a pixel's mean square error, 1 for black against white. */
export function apart(a: Uint8Array, b: Uint8Array): number {
  const sum = a.reduce((total, value, i) => total + (value - b[i]!) ** 2, 0);
  return Math.sqrt(sum / a.length) / 255;
}

const percent = { style: 'percent', maximumFractionDigits: 0 } as const;

/** @returns how far two pictures are apart, as it is written. */
export function useApart(): (a: Uint8Array, b: Uint8Array) => string {
  const format = useFormatter();
  return (a, b) => format.number(apart(a, b), percent);
}
