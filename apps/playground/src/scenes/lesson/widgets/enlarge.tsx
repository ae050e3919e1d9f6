/** A digit, shrunk and enlarged again: by interpolation, and by a network. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Choices } from '../../../shared/components/choices';
import { useRmsDifference } from '../../../shared/hooks/use-rms-difference';
import { factors, pictureSide } from '../../../worker/protocol/images';
import { useAnswers, useLesson, useScene } from '../controller/context';
import styles from '../style/widgets.module.css';
import { DigitChoice, Picture } from './frame';
import { Said } from './said';

export function EnlargeWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const { set } = useLesson();
  const factor = useScene((state) => state.factor);
  const answer = useAnswers((answers) => answers.enlarged);
  const written = useRmsDifference();
  const usual = answer && written(answer.original, answer.usual);
  const network = answer && written(answer.original, answer.network);
  return (
    <>
      <DigitChoice />
      <Choices
        label={t('factor')}
        choices={factors}
        chosen={factor}
        nameOf={(times) => t('pixels', { side: String(pictureSide / times) })}
        onChoose={(times) => {
          set({ factor: times });
        }}
      />
      <div className={styles.quartet} data-off={network ?? ''}>
        <Picture pick={(answers) => answers.enlarged?.original} name={t('original')} />
        <Picture pick={(answers) => answers.enlarged?.small} name={t('small')} />
        <Picture
          pick={(answers) => answers.enlarged?.usual}
          name={t('usual')}
          note={usual === undefined ? '' : t('off', { off: usual })}
        />
        <Picture
          pick={(answers) => answers.enlarged?.network}
          name={t('network')}
          note={network === undefined ? '' : t('off', { off: network })}
        />
      </div>
      <Said
        text={
          usual === undefined || network === undefined
            ? ''
            : t('spokenEnlarged', { side: String(pictureSide / factor), usual, network })
        }
      />
    </>
  );
}
