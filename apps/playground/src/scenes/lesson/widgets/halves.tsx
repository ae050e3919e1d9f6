/** The encoder sets two sliders; moved by hand, they show what the decoder draws elsewhere. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { Button } from '../../../shared/components/button';
import { roundPoint } from '../../../shared/geometry/geometry';
import type { Point } from '../../../shared/geometry/geometry';
import { useAnswers, useLesson, useScene } from '../controller/context';
import styles from '../style/widgets.module.css';
import { DigitChoice, Picture, Slider } from './frame';
import { useNearClass } from './use-near-class';
import { Said } from './said';

export function HalvesWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const { atlas, set, store } = useLesson();
  const chosen = useScene((state) => state.latent);
  const mean = useAnswers((answers) => answers.encoded?.mean);
  const number = useHundredths();
  const describe = useNearClass();
  const encoded: Point | undefined = mean && roundPoint({ x: mean[0], y: mean[1] });
  const at = chosen ?? encoded ?? { x: 0, y: 0 };
  const [x, y] = [number(at.x), number(at.y)];
  const { centre, extent } = atlas;
  const rangeOf = (axis: 0 | 1) => ({
    low: centre[axis] - extent,
    high: centre[axis] + extent,
    step: 0.05,
  });
  return (
    <>
      <DigitChoice />
      <div className={styles.pair}>
        <Picture pick={(answers) => answers.encoded?.original} name={t('original')} />
        <Picture
          pick={(answers) =>
            store.get().latent === undefined ? answers.encoded?.picture : answers.decoded
          }
          name={t('decoded')}
          key={String(chosen === undefined)}
        />
      </div>
      <div className={styles.controls}>
        <Slider
          name={t('x')}
          value={at.x}
          range={rangeOf(0)}
          text={x}
          onChange={(value) => {
            set({ latent: { x: value, y: at.y } });
          }}
        />
        <Slider
          name={t('y')}
          value={at.y}
          range={rangeOf(1)}
          text={y}
          onChange={(value) => {
            set({ latent: { x: at.x, y: value } });
          }}
        />
        <Button
          disabled={chosen === undefined}
          onClick={() => {
            set({ latent: undefined });
          }}
        >
          {t('encoded')}
        </Button>
      </div>
      <p className={styles.line} data-latent={chosen === undefined ? 'encoded' : 'own'}>
        {chosen === undefined
          ? t('encodedAt', { x, y })
          : t('byHand', { x, y, description: describe(at) })}
      </p>
      <Said text={chosen === undefined ? '' : t('byHand', { x, y, description: describe(at) })} />
    </>
  );
}
