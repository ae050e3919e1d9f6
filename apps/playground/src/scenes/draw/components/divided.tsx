/** Two pictures in one square, with a movable divider between them that starts in the middle of the page. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import type { Surface } from '../../../shared/hooks/use-canvas';
import styles from './comparison.module.css';

export interface DividedProps {
  /** The position of the divider, 0 to 1. */
  readonly share: () => number;
  readonly chosen: number;
  readonly onMove: (share: number) => void;
  readonly paint: Readonly<Record<'left' | 'right', (surface: Surface) => void>>;
  readonly subscribe: (repaint: () => void) => readonly (() => void)[];
  readonly ready: boolean;
  readonly label: string;
  /** The id of the text that explains the divider. */
  readonly help: string;
}

export function Divided(props: DividedProps): ReactElement {
  const t = useTranslations('enlarge');
  const format = useFormatter();
  const { share, chosen, onMove, paint, subscribe, ready, label, help } = props;
  const { ref } = useCanvas(
    (surface) => {
      const edge = share() * surface.width;
      half(surface, paint.left, 0, edge);
      half(surface, paint.right, edge, surface.width - edge);
      handle(surface, edge);
    },
    [],
    subscribe,
  );
  const percent = format.number(chosen, { style: 'percent' });
  return (
    <div className={styles.divided} data-divided={help} data-ready={ready}>
      <canvas ref={ref} aria-hidden="true" />
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={chosen}
        aria-label={label}
        aria-describedby={help}
        aria-valuetext={t('dividerText', { percent })}
        onChange={(event) => {
          onMove(Number(event.target.value));
        }}
      />
    </div>
  );
}

/** Paints the part of a picture on one side of the divider. */
function half(
  surface: Surface,
  paint: (surface: Surface) => void,
  from: number,
  across: number,
): void {
  const { context, height } = surface;
  context.save();
  context.beginPath();
  context.rect(from, 0, across, height);
  context.clip();
  paint(surface);
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
