/** The curves of the training: the loss of training and held-out digits, and the KL. Changes of settings are marked. */
'use client';

import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { isVariational } from '../../../worker/protocol/train';
import { useAnswers, useScene } from '../controller/context';
import styles from '../train.module.css';
import { columnsOf } from './data';
import { Plot } from './plot';
import type { Mark } from './plot';

export function Curves(): ReactElement {
  const t = useTranslations('train');
  const format = useFormatter();
  const training = useAnswers((state) => state.training);
  const family = useScene((state) => state.family);
  const shown = useScene((state) => state.shown);
  const { curve, epochs, marks: changes } = training;
  const columns = useMemo(() => columnsOf({ curve, epochs }), [curve, epochs]);
  const number = (value: number): string => format.number(value, { maximumSignificantDigits: 4 });
  const marks = useMemo(
    () =>
      changes.flatMap(({ step, command }): Mark[] => {
        if (command.type !== 'set' || command.value === null) return [];
        if (command.setting !== 'learningRate' && command.setting !== 'beta') return [];
        return [{ step, text: `${t(`short.${command.setting}`)} ${command.value}` }];
      }),
    [changes, t],
  );
  const common = { steps: t('step'), marks, shown, format: number };
  return (
    <div className={styles.curves}>
      <figure>
        <Plot
          {...common}
          curves={[
            { label: t('total'), color: '--soft' },
            { label: t('reconstruction'), color: '--class-6', dash: [4, 3] },
            { label: t('heldOutTotal'), color: '--ink', dots: true },
          ]}
          data={[columns.steps, columns.total, columns.reconstruction, columns.validation]}
        />
        <figcaption>{t('lossCaption')}</figcaption>
      </figure>
      {isVariational(family) && (
        <figure>
          <Plot
            {...common}
            curves={[
              { label: t('kl'), color: '--soft' },
              { label: t('heldOutKl'), color: '--ink', dots: true },
            ]}
            data={[columns.steps, columns.kl, columns.validationKl]}
          />
          <figcaption>{t('klCaption')}</figcaption>
        </figure>
      )}
    </div>
  );
}
