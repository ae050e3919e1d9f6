/** Train: the plane of a model that learns on the left, what it has learned of held-out digits on the right. */
'use client';

import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Essay, Frame } from '../../shared/components/frame';
import { Notices } from '../../shared/components/notice';
import { TrainContext } from './controller/context';
import { createTrain } from './controller/controller';
import { Curves } from './curves/curves';
import { Advice } from './advice';
import { Elsewhere } from './elsewhere';
import { Failures } from './failures';
import { Manifold, Map } from './stage';
import { Reconstructions } from './reconstructions';
import { Saved } from './saved';
import { Settings } from './settings';
import { Transport } from './transport';
import styles from './train.module.css';

export function TrainScene(): ReactElement {
  const [train] = useState(createTrain);
  useEffect(() => train.start(), [train]);
  const t = useTranslations('train');
  return (
    <TrainContext value={train}>
      <Notices>
        <Frame heading={t('heading')} lead={t('lead')} withoutScripts={t('script')}>
          <div className={styles.stage} id="training" tabIndex={-1}>
            <Transport />
            <Manifold />
            <Map />
            <Elsewhere />
            <Reconstructions />
            <Advice />
            <Curves />
            <Settings />
            <Saved />
          </div>
          <Failures />
          <EssaySection />
        </Frame>
      </Notices>
    </TrainContext>
  );
}

const essayParts = ['loss', 'plane', 'beta', 'heldOut'] as const;

function EssaySection() {
  const t = useTranslations('trainEssay');
  const parts = essayParts.map((part) => [t(`${part}Title`), t(part)] as const);
  return <Essay heading={t('heading')} parts={parts} />;
}
