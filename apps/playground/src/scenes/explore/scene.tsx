/** Explore: the latent plane of MNIST on the left, the decoded digit on the right. */
'use client';

import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import type { Atlas } from '@speil/api';
import { useTranslations } from 'use-intl';
import { Essay, Frame } from '../../shared/components/frame';
import { Notices } from '../../shared/components/notice';
import { ExploreContext } from './controller/context';
import { createExplore } from './controller/controller';
import { DrawSection } from './draw/draw-section';
import { Layers, Legend } from './map/controls';
import { Plane } from './map/plane';
import { Actions } from './reconstruction/actions';
import { ReconstructionPanel } from './reconstruction/reconstruction-panel';
import { ModelFailure, Place, Reading } from './reconstruction/reading';
import styles from './scene.module.css';
import { TravelSection } from './travel/travel-section';
import { useNear } from './controller/use-near';

export function ExploreScene({ atlas }: { atlas: Atlas }): ReactElement {
  const [explore] = useState(() => createExplore(atlas));
  useEffect(
    () => explore.start({ still: matchMedia('(prefers-reduced-motion: reduce)').matches }),
    [explore],
  );
  const t = useTranslations('intro');
  const plane = useTranslations('plane');
  const errors = useTranslations('errors');
  return (
    <ExploreContext value={explore}>
      <Notices>
        <ClassInTheMirror />
        <Frame heading={t('heading')} lead={t('lead')} withoutScripts={errors('script')}>
          <div className={styles.stage}>
            <div className={styles.plane}>
              <Plane />
            </div>
            <div className={styles.reconstruction} data-live>
              <ReconstructionPanel />
            </div>
            <div className={styles.failure}>
              <ModelFailure />
            </div>
            <div className={styles.legend} data-live>
              <Legend />
            </div>
            <div className={styles.description} data-live>
              <Reading />
            </div>
            <div className={styles.layers} data-live>
              <Layers />
            </div>
            <div className={styles.place} data-live>
              <Place />
            </div>
            <p className={styles.help} id="plane-help" data-live>
              {plane('help')}
            </p>
            <div className={styles.actions} data-live>
              <Actions />
            </div>
          </div>
          <DrawSection />
          <TravelSection />
          <EssaySection />
        </Frame>
      </Notices>
    </ExploreContext>
  );
}

/** Gives the l of the wordmark the colour of the class around the cursor. */
function ClassInTheMirror() {
  const first = useNear('first');
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--now', first === undefined ? 'var(--ink)' : `var(--class-${first})`);
    return () => {
      style.removeProperty('--now');
    };
  }, [first]);
  return null;
}

const essayParts = ['numbers', 'colours', 'ellipse', 'blur'] as const;

function EssaySection() {
  const t = useTranslations('essay');
  const parts = essayParts.map((part) => [t(`${part}Title`), t(part)] as const);
  return <Essay heading={t('heading')} parts={parts} />;
}
