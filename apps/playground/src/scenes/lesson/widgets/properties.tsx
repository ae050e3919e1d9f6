/** What comes back of digits and of other pictures, what was lost, and the plane without labels. */
'use client';

import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Choices } from '../../../shared/components/choices';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { useRmsDifference } from '../../../shared/hooks/use-rms-difference';
import { paintHalftone } from '../../../shared/paint/halftone';
import { paintPoints } from '../../../shared/paint/scatter';
import { useAnswers, useLesson, useScene } from '../controller/context';
import { differences } from '../controller/figures';
import { gifts } from '../controller/state';
import styles from '../style/widgets.module.css';
import { DigitChoice, Picture } from './frame';
import { Said } from './said';

export function PropertiesWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const { set } = useLesson();
  const gift = useScene((state) => state.gift);
  const given = useAnswers((answers) => answers.given);
  const written = useRmsDifference();
  const off = given && written(given.original, given.picture);
  return (
    <>
      <Choices
        label={t('given')}
        choices={gifts}
        chosen={gift}
        nameOf={(name) => t(`gifts.${name}`)}
        onChoose={(chosen) => {
          set({ gift: chosen });
        }}
      />
      {gift === 'digit' && <DigitChoice />}
      <div className={styles.triple} data-off={off ?? ''}>
        <Picture pick={(answers) => answers.given?.original} name={t('original')} />
        <Picture
          pick={(answers) => answers.given?.picture}
          name={t('reconstruction')}
          note={off === undefined ? '' : t('off', { off })}
        />
        <Difference name={t('difference')} />
      </div>
      <Unlabelled />
      <Said text={off === undefined ? '' : t('spokenGiven', { off })} />
    </>
  );
}

function Difference({ name }: { name: string }) {
  const given = useAnswers((answers) => answers.given);
  const picture = useMemo(() => given && differences(given.original, given.picture), [given]);
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      paintHalftone(context, picture, width, color('--ink'));
    },
    [picture],
  );
  return (
    <div className={styles.picture}>
      <div className={styles.plate}>
        <canvas ref={ref} aria-hidden="true" />
      </div>
      <b>{name}</b>
      <small />
    </div>
  );
}

function Unlabelled() {
  const t = useTranslations('lessonWidgets');
  const { atlas } = useLesson();
  const latents = useAnswers((answers) => answers.latents);
  const { ref } = useCanvas(
    (surface) => {
      if (latents !== undefined) paintPoints(surface, latents, atlas);
    },
    [latents],
  );
  return (
    <div className={styles.unlabelled}>
      <canvas ref={ref} aria-hidden="true" />
      <p>{t('unlabelled')}</p>
    </div>
  );
}
