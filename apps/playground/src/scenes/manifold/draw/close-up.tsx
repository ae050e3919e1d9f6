/** The plane around the landing, magnified until the ellipse is large, with the numerals that lie there. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../../scene/canvas';
import { watch } from '../../../scene/store';
import { useManifold } from '../context';
import { paintLanding, viewOf } from '../paint/overlay';
import { clamp } from '../geometry';
import styles from './draw.module.css';

export function CloseUp(): ReactElement {
  const t = useTranslations('draw');
  const { answers } = useManifold();
  const { ref } = useCanvas(
    (surface) => {
      const { landing, codes } = answers.get();
      if (landing === undefined) return;
      const { mean, deviation } = landing.reflection;
      const centre = { x: mean[0], y: mean[1] };
      const view = viewOf(surface.width, centre, clamp(4 * Math.max(...deviation), 0.3, 2));
      const { context, color } = surface;
      context.font = "720 13px 'Schibsted Grotesk', Arial, sans-serif";
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      codes?.labels.forEach((label, i) => {
        const { x, y } = view.at({ x: codes.x[i]!, y: codes.y[i]! });
        if (x < 0 || y < 0 || x > surface.width || y > surface.height) return;
        context.fillStyle = color(`--class-${label}`);
        context.fillText(String(label), x, y);
      });
      paintLanding(surface, view, landing.reflection);
    },
    (repaint) => [
      watch(answers, ({ landing }) => landing, repaint),
      watch(answers, ({ codes }) => codes, repaint),
    ],
  );
  return (
    <div className={styles.closeUp}>
      <canvas ref={ref} role="img" aria-label={t('close')} />
    </div>
  );
}
