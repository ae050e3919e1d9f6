/** Five models of digits with two numbers each, under one cursor. */
'use client';

import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Atlas } from '@speil/api';
import { useTranslations } from 'use-intl';
import { planes } from '../../worker/protocol/images';
import { Essay, Frame } from '../../shared/components/frame';
import { Notices } from '../../shared/components/notice';
import { Spoken } from '../../shared/components/spoken';
import { Column, useVerdict } from './column';
import { CompareContext, useCompare, useScene } from './controller/context';
import { createCompare } from './controller/controller';
import type { Windows } from './controller/controller';
import { Controls, Key } from './controls';
import styles from './compare.module.css';

export function CompareScene({ atlas, windows }: { atlas: Atlas; windows: Windows }): ReactElement {
  const [compare] = useState(() => createCompare(atlas, windows));
  useEffect(() => compare.start(), [compare]);
  const t = useTranslations('compare');
  return (
    <CompareContext value={compare}>
      <Notices>
        <Frame heading={t('heading')} lead={t('lead')} withoutScripts={t('script')}>
          <div className={styles.board} id="planes" tabIndex={-1}>
            {planes.map((plane) => (
              <Column key={plane} plane={plane} />
            ))}
            <Controls />
          </div>
          <Words />
          <Key />
          <Announcement />
          <EssaySection />
        </Frame>
      </Notices>
    </CompareContext>
  );
}

/** A sentence about each model. */
function Words() {
  const t = useTranslations('compare');
  return (
    <dl className={styles.words}>
      {planes.map((plane) => (
        <div key={plane}>
          <dt>{t(`${plane}.name`)}</dt>
          <dd>{t(`${plane}.text`)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Announces what all models show, once the cursor has stopped moving. */
function Announcement() {
  const t = useTranslations('compare');
  const { store } = useCompare();
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    const opening = store.get();
    return store.subscribe(() => {
      if (store.get() !== opening && store.get().hover === undefined) setTouched(true);
    });
  }, [store]);
  const verdicts = [
    useVerdict('pca'),
    useVerdict('ae'),
    useVerdict('vae'),
    useVerdict('beta'),
    useVerdict('cvae'),
  ];
  // Nothing is announced while a mouse hovers.
  const isHovering = useScene(({ hover }) => hover !== undefined);
  const text = planes.map((plane, i) => `${t(`${plane}.name`)}: ${verdicts[i]!}.`).join(' ');
  return <Spoken text={touched && !isHovering ? text : ''} />;
}

const essayParts = ['straight', 'bent', 'filled', 'condition'] as const;

function EssaySection() {
  const t = useTranslations('compareEssay');
  const parts = essayParts.map((part) => [t(`${part}Title`), t(part)] as const);
  return <Essay heading={t('heading')} parts={parts} />;
}
