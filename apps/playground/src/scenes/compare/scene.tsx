/** Five models of digits with two numbers each, under one cursor. */
'use client';

import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Atlas } from '@speil/api';
import { useTranslations } from 'use-intl';
import { planes } from '../../model/protocol';
import { Essay, Frame } from '../../scene/frame';
import { Notices } from '../../scene/notice';
import { Spoken } from '../../scene/spoken';
import { Column, useVerdict } from './column';
import { CompareContext, useCompare } from './context';
import { createCompare } from './controller';
import type { Windows } from './controller';
import { Controls } from './controls';
import styles from './compare.module.css';

export function CompareScene({ atlas, windows }: { atlas: Atlas; windows: Windows }): ReactElement {
  const [compare] = useState(() => createCompare(atlas, windows));
  useEffect(() => compare.start(), [compare]);
  const t = useTranslations('compare');
  return (
    <CompareContext value={compare}>
      <Notices>
        <Frame heading={t('heading')} lead={t('lead')} withoutScripts={t('script')}>
          <div className={styles.columns} id="planes" tabIndex={-1}>
            {planes.map((plane) => (
              <Column key={plane} plane={plane} />
            ))}
          </div>
          <p className={styles.help} id="compare-help" data-live>
            {t('help')}
          </p>
          <Controls />
          <Announcement />
          <EssaySection />
        </Frame>
      </Notices>
    </CompareContext>
  );
}

/** What all models show, said once a hand has come to rest. */
function Announcement() {
  const t = useTranslations('compare');
  const { store } = useCompare();
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    const opening = store.get();
    return store.subscribe(() => {
      if (store.get() !== opening) setTouched(true);
    });
  }, [store]);
  const verdicts = [
    useVerdict('pca'),
    useVerdict('ae'),
    useVerdict('vae'),
    useVerdict('beta'),
    useVerdict('told'),
  ];
  const text = planes.map((plane, i) => `${t(`${plane}.name`)}: ${verdicts[i]!}.`).join(' ');
  return <Spoken text={touched ? text : ''} />;
}

const essayParts = ['straight', 'bent', 'filled', 'told'] as const;

function EssaySection() {
  const t = useTranslations('compareEssay');
  const parts = essayParts.map((part) => [t(`${part}Title`), t(part)] as const);
  return <Essay heading={t('heading')} parts={parts} />;
}
