/** A small plane of digits with three marked points: a ring, a cross, and a disc with a line to the cross. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import type { Surface } from '../../../shared/hooks/use-canvas';
import { clampPoint } from '../../../shared/geometry/geometry';
import type { Point } from '../../../shared/geometry/geometry';
import { createView } from '../../../shared/paint/overlay';
import { paintScatter } from '../../../shared/paint/scatter';
import { watch } from '../../../shared/state/store';
import { useAnswers, useDraw } from '../controller/context';
import { toPoint } from './marks';
import styles from './encoded.module.css';

export function EncodedMap(): ReactElement {
  const t = useTranslations('encoded');
  const { atlas, answers } = useDraw();
  const latents = useAnswers((state) => state.latents);
  const scatter = useCanvas(
    (surface) => {
      if (latents) paintScatter(surface, latents, atlas, []);
    },
    [latents],
    (repaint) => {
      document.fonts.ready.then(repaint, repaint);
      return [];
    },
  );
  const places = useCanvas(
    (surface) => {
      const { encoded } = answers.get();
      if (encoded === undefined) return;
      const centre = { x: atlas.centre[0], y: atlas.centre[1] };
      const view = createView(surface.width, centre, atlas.extent);
      // A point beyond the plane is drawn at its edge.
      const within = { centre, extent: atlas.extent * 0.97 };
      const at = (name: keyof typeof encoded): Point =>
        view.at(clampPoint(toPoint(encoded[name]), within));
      paintPlaces(surface, at('drawn'), at('damaged'), at('restored'));
    },
    [],
    (repaint) => [watch(answers, ({ encoded }) => encoded, repaint)],
  );
  return (
    <div className={styles.map}>
      <canvas ref={scatter.ref} className={styles.scatter} aria-hidden="true" />
      <canvas ref={places.ref} role="img" aria-label={t('map')} data-map />
    </div>
  );
}

function paintPlaces(
  { context, color }: Surface,
  drawn: Point,
  damaged: Point,
  restored: Point,
): void {
  const [ink, paper] = [color('--ink'), color('--plate')];
  context.lineCap = 'round';
  const stroke = (path: () => void, width: number): void => {
    for (const [style, lineWidth] of [
      [paper, width + 4],
      [ink, width],
    ] as const) {
      context.strokeStyle = style;
      context.lineWidth = lineWidth;
      context.beginPath();
      path();
      context.stroke();
    }
  };
  stroke(() => {
    context.moveTo(damaged.x, damaged.y);
    context.lineTo(restored.x, restored.y);
  }, 1.5);
  stroke(() => {
    for (const way of [-1, 1]) {
      context.moveTo(damaged.x - 7, damaged.y - 7 * way);
      context.lineTo(damaged.x + 7, damaged.y + 7 * way);
    }
  }, 3);
  stroke(() => {
    context.arc(drawn.x, drawn.y, 13, 0, 2 * Math.PI);
  }, 2.5);
  for (const [style, radius] of [
    [paper, 9],
    [ink, 7],
  ] as const) {
    context.fillStyle = style;
    context.beginPath();
    context.arc(restored.x, restored.y, radius, 0, 2 * Math.PI);
    context.fill();
  }
}
