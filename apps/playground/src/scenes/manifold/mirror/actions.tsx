/** What a person takes along: a link to this very place, the digit and the plane as PNG. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../scene/button';
import { CopyLink } from '../../../scene/copy-link';
import { useNotice } from '../../../scene/notice';
import { Steps } from '../../../scene/steps';
import { savePixels, savePng } from '../../../scene/save-png';
import { useAnswers, useManifold } from '../context';
import { paintPlanePicture, pictureSide } from './plane-picture';
import styles from './reading.module.css';

export function Actions(): ReactElement {
  const manifold = useManifold();
  return (
    <div className={styles.actions}>
      <CopyLink fragment={manifold.link} />
      <SaveDigit />
      <SavePlane />
      <Steps store={manifold.store} onStartOver={manifold.startOver} />
    </div>
  );
}

function SaveDigit() {
  const t = useTranslations('mirror');
  const errors = useTranslations('errors');
  const { answers } = useManifold();
  const notify = useNotice();
  const ready = useAnswers(({ seen }) => seen !== undefined);
  const save = (): void => {
    const { seen } = answers.get();
    if (seen === undefined) return;
    savePixels('speil-digit.png', seen).catch(() => {
      notify(errors('picture'));
    });
  };
  return (
    <Button onClick={save} disabled={!ready}>
      {t('save')}
    </Button>
  );
}

/** The plane with all that is shown on it. */
function SavePlane() {
  const t = useTranslations('plane');
  const errors = useTranslations('errors');
  const manifold = useManifold();
  const notify = useNotice();
  const save = (): void => {
    const style = getComputedStyle(document.documentElement);
    const color = (token: string): string => style.getPropertyValue(token);
    const paint = (context: CanvasRenderingContext2D): void => {
      paintPlanePicture(context, manifold, color);
    };
    savePng('speil-plane.png', pictureSide, paint).catch(() => {
      notify(errors('picture'));
    });
  };
  return <Button onClick={save}>{t('save')}</Button>;
}
