/** A digit as 784 numbers, as two, and as 784 again. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useRmsDifference } from '../../../shared/hooks/use-rms-difference';
import { useHundredths } from '../../../i18n/figures';
import { useAnswers } from '../controller/context';
import styles from '../style/widgets.module.css';
import { DigitChoice, Picture } from './frame';
import { Said } from './said';

export function CompressWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const encoded = useAnswers((answers) => answers.encoded);
  const number = useHundredths();
  const written = useRmsDifference();
  const off = encoded && written(encoded.original, encoded.picture);
  const [x, y] = encoded?.mean.map(number) ?? [];
  return (
    <>
      <DigitChoice />
      <div className={styles.through} data-off={off ?? ''}>
        <Picture
          pick={(answers) => answers.encoded?.original}
          name={t('original')}
          note={t('bytes')}
        />
        <div className={styles.latent}>
          <span aria-hidden="true">→</span>
          <div>
            <output>{x ?? '…'}</output>
            <output>{y ?? '…'}</output>
          </div>
          <span aria-hidden="true">→</span>
          <b>{t('latent')}</b>
          <small>{t('bytesLatent')}</small>
        </div>
        <Picture
          pick={(answers) => answers.encoded?.picture}
          name={t('reconstruction')}
          note={off === undefined ? '' : t('bytesBack', { off })}
        />
      </div>
      <Said
        text={
          off === undefined || x === undefined
            ? ''
            : t('spokenReconstruction', { x, y: y ?? '', off })
        }
      />
    </>
  );
}
