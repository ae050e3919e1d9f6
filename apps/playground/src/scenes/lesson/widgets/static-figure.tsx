/** What stands in place of a widget if scripts do not run: a picture that `speil lesson` has made. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { PartId } from '../content/structure';
import styles from '../style/widgets.module.css';

/** The files below /figures/, which build/assets.mjs copies from docs/lesson/pictures. */
const figures = {
  why: 'autoencoder',
  halves: 'noise-in-the-code',
  reduction: 'pca',
  denoising: 'denoising',
  enlarging: 'upscale-x4',
  generating: 'ae-2d-grid',
  variational: 'vae-grid',
  plane: 'vae-scatter',
  properties: 'other-data',
} as const satisfies Partial<Record<PartId, string>>;

export function StaticFigure({ part }: { part: PartId }): ReactElement | null {
  const t = useTranslations('lessonFigures');
  if (!isShown(part)) return null;
  return (
    <noscript>
      <p className={styles.static}>
        <img src={`/figures/${figures[part]}.png`} alt={t(part)} />
        <span>{t(part)}</span>
      </p>
    </noscript>
  );
}

function isShown(part: PartId): part is keyof typeof figures {
  return part in figures;
}
