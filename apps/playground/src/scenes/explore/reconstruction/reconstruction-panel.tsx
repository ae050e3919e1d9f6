/** The digit that the decoder gives for the cursor's point. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { watch } from '../../../shared/state/store';
import { useAnswers, useExplore } from '../controller/context';
import { paintHalftone } from '../../../shared/paint/halftone';
import styles from './reconstruction-panel.module.css';

export function ReconstructionPanel(): ReactElement {
  const t = useTranslations('decoded');
  const { answers } = useExplore();
  const alive = useAnswers(({ decoded }) => decoded !== undefined);
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      paintHalftone(context, answers.get().decoded, width, color('--ink'));
    },
    [],
    (repaint) => [watch(answers, ({ decoded }) => decoded, repaint)],
  );
  return (
    <div className={styles.reconstruction} data-reconstruction data-alive={alive}>
      <canvas ref={ref} role="img" aria-label={t('label')} />
    </div>
  );
}
