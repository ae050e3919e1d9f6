/** Five models of digits with two numbers each, and perhaps a person's own, under one cursor. */
'use client';

import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Atlas } from '@speil/api';
import { useLocale, useTranslations } from 'use-intl';
import { pagePath } from '../../site/pages';
import { Essay, Frame } from '../../shared/components/frame';
import { Notices } from '../../shared/components/notice';
import { readShownModel } from '../../shared/own-model/link';
import { NoOwnModel } from '../../shared/own-model/no-own-model';
import type { KeptModel } from '../../shared/own-model/own-model';
import { OwnTexts } from '../../shared/own-model/own-texts';
import { useOwnModel } from '../../shared/own-model/use-own-model';
import { Spoken } from '../../shared/components/spoken';
import { Column, useVerdict } from './column';
import { CompareContext, useCompare, useScene } from './controller/context';
import { createCompare } from './controller/controller';
import type { Windows } from './controller/controller';
import { Controls, Key } from './controls';
import styles from './compare.module.css';

interface CompareSceneProps {
  readonly atlas: Atlas;
  readonly windows: Windows;
}

/** Shows the site's models, and with `#model=own` the one that was trained on this device. */
export function CompareScene(props: CompareSceneProps): ReactElement {
  const named = useOwnModel();
  const locale = useLocale();
  if (named.status === 'site') return <Models {...props} />;
  if (named.status === 'own') {
    return (
      <OwnTexts namespace="compareOwn" data={named.kept.data}>
        <Models key="own" {...props} own={named.kept} />
      </OwnTexts>
    );
  }
  return <NoOwnModel isLoading={named.status === 'loading'} train={pagePath(locale, 'train')} />;
}

function Models({ atlas, windows, own }: CompareSceneProps & { readonly own?: KeptModel }) {
  const [compare] = useState(() => createCompare(atlas, windows, own));
  useEffect(() => {
    // Before the first effect of its parent, the scene of the site's models does not know that it is not wanted.
    const isWanted = readShownModel(location.hash) === (own === undefined ? 'site' : 'own');
    return isWanted ? compare.start() : undefined;
  }, [compare, own]);
  const t = useTranslations('compare');
  return (
    <CompareContext value={compare}>
      <Notices>
        <Frame heading={t('heading')} lead={t('lead')} withoutScripts={t('script')}>
          <div
            className={styles.board}
            id="planes"
            tabIndex={-1}
            data-own={own === undefined ? undefined : true}
          >
            {compare.names.map((plane) => (
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
  const { names, own } = useCompare();
  return (
    <dl className={styles.words} data-own={own === undefined ? undefined : true}>
      {names.map((plane) => (
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
  const { store, names } = useCompare();
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    const opening = store.get();
    return store.subscribe(() => {
      if (store.get() !== opening && store.get().hover === undefined) setTouched(true);
    });
  }, [store]);
  const verdicts = {
    own: useVerdict('own'),
    pca: useVerdict('pca'),
    ae: useVerdict('ae'),
    vae: useVerdict('vae'),
    beta: useVerdict('beta'),
    cvae: useVerdict('cvae'),
  };
  // Nothing is announced while a mouse hovers.
  const isHovering = useScene(({ hover }) => hover !== undefined);
  const text = names.map((plane) => `${t(`${plane}.name`)}: ${verdicts[plane]}.`).join(' ');
  return <Spoken text={touched && !isHovering ? text : ''} />;
}

const essayParts = ['straight', 'bent', 'filled', 'condition'] as const;

function EssaySection() {
  const t = useTranslations('compareEssay');
  const parts = essayParts.map((part) => [t(`${part}Title`), t(part)] as const);
  return <Essay heading={t('heading')} parts={parts} />;
}
