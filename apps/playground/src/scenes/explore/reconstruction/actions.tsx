/** What a person takes along: a link to this very place, the digit and the plane as PNG; and the steps to go back. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { Button } from '../../../shared/components/button';
import { CopyLink } from '../../../shared/components/copy-link';
import { useNotice } from '../../../shared/components/notice';
import { Steps } from '../../../shared/components/steps';
import { useAnswers, useManifold } from '../context';
import { placeOf } from '../state';
import styles from './reading.module.css';

export function Actions(): ReactElement {
  const t = useTranslations('mirror');
  const plane = useTranslations('plane');
  const manifold = useManifold();
  const save = useSaving();
  const ready = useAnswers(({ seen }) => seen !== undefined);
  return (
    <div className={styles.actions}>
      <CopyLink fragment={manifold.link} />
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
      <Steps store={manifold.store} onStartOver={manifold.startOver} />
    </div>
  );
}

/** Saves a picture, or says that this browser cannot. */
function useSaving(): (what: 'saveDigit' | 'savePlane') => void {
  const errors = useTranslations('errors');
  const written = useHundredths();
  const manifold = useManifold();
  const notify = useNotice();
  return (what) => {
    const { x, y } = placeOf(manifold.store.get());
    import('./save')
      .then(async (saving) => saving[what](manifold, `x ${written(x)}, y ${written(y)}`))
      .catch(() => {
        notify(errors('picture'));
      });
  };
}
