/** Two pictures in one square, with a movable divider between them that starts in the middle of the page. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import type { Surface } from '../../../shared/hooks/use-canvas';
import { paintHalftone } from '../../../shared/paint/halftone';
import { watch } from '../../../shared/state/store';
import { useAnswers, useDraw, useScene } from '../controller/context';
import { selectBefore } from './before';
import styles from './enlarge.module.css';

export function Divided(): ReactElement {
  const t = useTranslations('enlarge');
  const format = useFormatter();
  const { store, answers, send } = useDraw();
  const divider = useScene((state) => state.divider);
  const ready = useAnswers(({ enlarged }) => enlarged !== undefined);
  const { ref } = useCanvas(
    (surface) => {
      const { before, divider: share } = store.get();
      const { enlarged } = answers.get();
      const edge = share * surface.width;
      half(surface, selectBefore(before)(answers.get()), 0, edge);
      half(surface, enlarged?.network, edge, surface.width - edge);
      handle(surface, edge);
    },
    [],
    (repaint) => [
      watch(store, ({ divider: share }) => share, repaint),
      watch(store, ({ before }) => before, repaint),
      watch(answers, ({ enlarged }) => enlarged, repaint),
    ],
  );
  return (
    <div className={styles.divided} data-divided data-ready={ready}>
      <canvas ref={ref} aria-hidden="true" />
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={divider}
        aria-label={t('divider')}
        aria-describedby="divider-help"
        aria-valuetext={t('dividerText', { percent: format.number(divider, { style: 'percent' }) })}
        onChange={(event) => {
          send({ type: 'divider', share: Number(event.target.value) });
        }}
      />
    </div>
  );
}

/** Paints the part of a picture on one side of the divider. */
function half(
  { context, width, height, color }: Surface,
  picture: Uint8Array | undefined,
  from: number,
  across: number,
): void {
  context.save();
  context.beginPath();
  context.rect(from, 0, across, height);
  context.clip();
  const columns = picture && Math.sqrt(picture.length);
  paintHalftone(context, picture, width, color('--ink'), columns);
  context.restore();
}

function handle({ context, height, color }: Surface, x: number): void {
  context.fillStyle = color('--plate');
  context.fillRect(x - 4, 0, 8, height);
  context.fillStyle = color('--ink');
  context.fillRect(x - 1, 0, 2, height);
  context.beginPath();
  context.arc(x, height / 2, 13, 0, 2 * Math.PI);
  context.fill();
  // Two arrowheads that point away from each other.
  context.fillStyle = color('--plate');
  for (const way of [-1, 1]) {
    context.beginPath();
    context.moveTo(x + way * 9, height / 2);
    context.lineTo(x + way * 3.5, height / 2 - 4.5);
    context.lineTo(x + way * 3.5, height / 2 + 4.5);
    context.fill();
  }
}
