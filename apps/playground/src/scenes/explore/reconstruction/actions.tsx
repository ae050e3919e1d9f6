/** The buttons that copy a link, save the digit and the plane as PNG, and undo. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { Button } from '../../../shared/components/button';
import { CopyLink } from '../../../shared/components/copy-link';
import { useNotice } from '../../../shared/components/notice';
import { Steps } from '../../../shared/components/steps';
import { useAnswers, useExplore } from '../controller/context';
import { shownPlace } from '../controller/state';
import styles from './reading.module.css';

export function Actions(): ReactElement {
  const t = useTranslations('decoded');
  const plane = useTranslations('plane');
  const explore = useExplore();
  const save = useSaving();
  const ready = useAnswers(({ decoded }) => decoded !== undefined);
  return (
    <div className={styles.actions}>
      <CopyLink fragment={explore.link} />
      <Button
        disabled={!ready}
        onClick={() => {
          save('saveDigit');
        }}
      >
        {t('save')}
      </Button>
      <Button
        onClick={() => {
          save('savePlane');
        }}
      >
        {plane('save')}
      </Button>
      <Steps store={explore.store} onStartOver={explore.startOver} />
    </div>
  );
}

/** @returns a function that saves a picture, or reports that this browser cannot. */
function useSaving(): (what: 'saveDigit' | 'savePlane') => void {
  const errors = useTranslations('errors');
  const written = useHundredths();
  const explore = useExplore();
  const notify = useNotice();
  return (what) => {
    const { x, y } = shownPlace(explore.store.get());
    import('./save')
      .then(async (saving) => saving[what](explore, `x ${written(x)}, y ${written(y)}`))
      .catch(() => {
        notify(errors('picture'));
      });
  };
}
