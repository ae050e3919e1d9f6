/** One point of the conditional VAE, decoded as each class. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { useAnswers, useLesson, useScene } from '../controller/context';
import styles from '../style/widgets.module.css';
import { SteeredPlane } from './steered-plane';
import { Strip } from './strip';
import { Said } from './said';

export function ClassesWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const { handWindow, set } = useLesson();
  const hand = useScene((state) => state.hand);
  const pictures = useAnswers((answers) => answers.hands);
  const latents = useAnswers((answers) => answers.handLatents);
  const number = useHundredths();
  const text = t('spokenHand', { x: number(hand.x), y: number(hand.y) });
  return (
    <>
      <div className={styles.hands}>
        <SteeredPlane
          label={t('hand')}
          window={handWindow}
          latents={latents}
          colours
          at={hand}
          onMove={(to) => {
            set({ hand: to });
          }}
        />
        <Strip pictures={pictures} columns={5} name={t('hands')} />
      </div>
      <Said text={pictures === undefined ? '' : text} />
    </>
  );
}
