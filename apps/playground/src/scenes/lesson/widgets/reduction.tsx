/** One digit, from two principal components and from an autoencoder's two numbers. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useRmsDifference } from '../../../shared/hooks/use-rms-difference';
import { useAnswers } from '../controller/context';
import styles from '../style/widgets.module.css';
import { DigitChoice, Picture } from './frame';
import { Said } from './said';

export function ReductionWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const reduced = useAnswers((answers) => answers.reduced);
  const written = useRmsDifference();
  const off = (model: 'pca' | 'ae'): string =>
    reduced === undefined ? '' : written(reduced[model].original, reduced[model].picture);
  const noteOf = (model: 'pca' | 'ae'): string =>
    reduced === undefined ? '' : t('off', { off: off(model) });
  return (
    <>
      <DigitChoice />
      <div className={styles.triple} data-off={reduced === undefined ? '' : off('ae')}>
        <Picture pick={(answers) => answers.reduced?.ae.original} name={t('original')} />
        <Picture
          pick={(answers) => answers.reduced?.pca.picture}
          name={t('pca')}
          note={noteOf('pca')}
        />
        <Picture
          pick={(answers) => answers.reduced?.ae.picture}
          name={t('ae')}
          note={noteOf('ae')}
        />
      </div>
      <Said
        text={reduced === undefined ? '' : t('spokenReduction', { pca: off('pca'), ae: off('ae') })}
      />
    </>
  );
}
