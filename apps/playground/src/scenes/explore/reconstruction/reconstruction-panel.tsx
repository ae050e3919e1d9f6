/** The mirror: the digit that belongs to the cursor, as the decoder draws it. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { watch } from '../../../shared/state/store';
import { useAnswers, useManifold } from '../context';
import { paintHalftone } from '../../../shared/paint/halftone';
import styles from './reconstruction-panel.module.css';

export function Glass(): ReactElement {
  const t = useTranslations('mirror');
  const { answers } = useManifold();
  const alive = useAnswers(({ seen }) => seen !== undefined);
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      paintHalftone(context, answers.get().seen, width, color('--ink'));
    },
    [],
    (repaint) => [watch(answers, ({ seen }) => seen, repaint)],
  );
  return (
    <div className={styles.glass} data-glass data-alive={alive}>
      <canvas ref={ref} role="img" aria-label={t('label')} />
    </div>
  );
}
