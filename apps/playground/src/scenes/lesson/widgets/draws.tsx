/** Random latents, decoded by a plain autoencoder and by a variational one. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../shared/components/button';
import { useAnswers, useLesson, useScene } from '../controller/context';
import styles from '../style/widgets.module.css';
import { Strip } from './strip';
import { Said } from './said';

export function DrawsWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const { set } = useLesson();
  const seed = useScene((state) => state.draws);
  const drawn = useAnswers((answers) => answers.drawn);
  return (
    <>
      <Strip pictures={drawn?.ae} columns={5} name={t('fromAe')} />
      <Strip pictures={drawn?.vae} columns={5} name={t('fromVae')} />
      <div className={styles.controls}>
        <Button
          onClick={() => {
            set({ draws: seed + 1 });
          }}
        >
          {t('draw')}
        </Button>
      </div>
      <Said text={drawn === undefined ? '' : t('spokenDraws', { draw: String(seed) })} />
    </>
  );
}
