/**
 * The plane around the encoded input, magnified so that the ellipse of its posterior is large, with the test digits
 * there.
 */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { watch } from '../../../shared/state/store';
import { hasClasses } from '../../../shared/own-model/plane-source';
import { useExplore } from '../controller/context';
import { paintPosterior, createView } from '../../../shared/paint/overlay';
import { clamp } from '../../../shared/geometry/geometry';
import styles from './draw.module.css';

/** Size of a numeral, in CSS pixels. Numerals that the edge would cut are left out. */
const numeral = 13;

export function CloseUp(): ReactElement {
  const t = useTranslations('draw');
  const { answers, atlas } = useExplore();
  const { extent } = atlas;
  const { ref } = useCanvas(
    (surface) => {
      const { encoded, example, latents } = answers.get();
      const { reconstruction } = encoded ?? example ?? {};
      if (reconstruction === undefined) return;
      const { mean, deviation } = reconstruction;
      const centre = { x: mean[0], y: mean[1] };
      const view = createView(
        surface.width,
        centre,
        clamp(4 * Math.max(...deviation), extent / 10, extent / 1.5),
      );
      const { context, color } = surface;
      context.font = `720 ${numeral}px 'Schibsted Grotesk', Arial, sans-serif`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      latents?.labels.forEach((label, i) => {
        const { x, y } = view.at({ x: latents.x[i]!, y: latents.y[i]! });
        if (Math.min(x, y, surface.width - x, surface.height - y) < numeral / 2) return;
        context.fillStyle = color(hasClasses(atlas) ? `--class-${label}` : '--ink');
        context.fillText(hasClasses(atlas) ? String(label) : '·', x, y);
      });
      paintPosterior(surface, view, reconstruction);
    },
    [],
    (repaint) => [
      watch(answers, ({ encoded }) => encoded, repaint),
      watch(answers, ({ example }) => example, repaint),
      watch(answers, ({ latents }) => latents, repaint),
    ],
  );
  return (
    <div className={styles.closeUp}>
      <canvas ref={ref} role="img" aria-label={t('close')} />
    </div>
  );
}
