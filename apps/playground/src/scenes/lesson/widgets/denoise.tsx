/** Noise of any strength, and what a network makes of the digit under it. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../../../shared/components/button';
import { useRmsDifference } from '../../../shared/hooks/use-rms-difference';
import { useAnswers, useLesson, useScene } from '../controller/context';
import { ranges } from '../controller/state';
import styles from '../style/widgets.module.css';
import { DigitChoice, Picture, Slider } from './frame';
import { Said } from './said';

export function DenoiseWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const format = useFormatter();
  const { set } = useLesson();
  const strength = useScene((state) => state.strength);
  const seed = useScene((state) => state.seed);
  const answer = useAnswers((answers) => answers.restored);
  const written = useRmsDifference();
  const before = answer && written(answer.original, answer.damaged);
  const after = answer && written(answer.original, answer.restored);
  const percent = format.number(strength / 100, { style: 'percent' });
  return (
    <>
      <DigitChoice />
      <div className={styles.triple} data-off={after ?? ''}>
        <Picture pick={(answers) => answers.restored?.original} name={t('original')} />
        <Picture
          pick={(answers) => answers.restored?.damaged}
          name={t('damaged')}
          note={before === undefined ? '' : t('off', { off: before })}
        />
        <Picture
          pick={(answers) => answers.restored?.restored}
          name={t('restored')}
          note={after === undefined ? '' : t('off', { off: after })}
        />
      </div>
      <div className={styles.controls}>
        <Slider
          name={t('noise')}
          value={strength}
          range={ranges.strength}
          text={percent}
          onChange={(value) => {
            set({ strength: value });
          }}
        />
        <Button
          onClick={() => {
            set({ seed: seed + 1 });
          }}
        >
          {t('again')}
        </Button>
      </div>
      <Said
        text={
          before === undefined || after === undefined
            ? ''
            : t('spokenNoise', { strength: percent, before, after })
        }
      />
    </>
  );
}
