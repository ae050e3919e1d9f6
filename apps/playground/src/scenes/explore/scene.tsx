/** Explore: a latent plane on the left, the decoded picture on the right. */
'use client';

import type { ReactElement } from 'react';
import { useEffect, useMemo, useState } from 'react';
import type { Atlas } from '@speil/api';
import { useLocale, useTranslations } from 'use-intl';
import { pagePath } from '../../site/pages';
import { hasClasses, ownSource, siteSource } from '../../shared/own-model/plane-source';
import type { PlaneSource } from '../../shared/own-model/plane-source';
import { Essay, Frame } from '../../shared/components/frame';
import { Notices } from '../../shared/components/notice';
import { useClothing } from '../../shared/hooks/use-clothing';
import { readShownModel } from '../../shared/own-model/link';
import { NoOwnModel } from '../../shared/own-model/no-own-model';
import { OwnTexts } from '../../shared/own-model/own-texts';
import type { KeptModel } from '../../shared/own-model/own-model';
import { useOwnModel } from '../../shared/own-model/use-own-model';
import { ExploreContext, useExplore } from './controller/context';
import { createExplore } from './controller/controller';
import { DrawSection } from './draw/draw-section';
import { Condition, Layers, Legend } from './map/controls';
import { Plane } from './map/plane';
import { Actions } from './reconstruction/actions';
import { ReconstructionPanel } from './reconstruction/reconstruction-panel';
import { ModelFailure, Place, Reading } from './reconstruction/reading';
import styles from './scene.module.css';
import { TravelSection } from './travel/travel-section';
import { useNear } from './controller/use-near';

/** Shows the site's model, or with `#model=own` the one that was trained on this device. */
export function ExploreScene({ atlas }: { atlas: Atlas }): ReactElement {
  const site = useMemo(() => siteSource(atlas), [atlas]);
  const named = useOwnModel();
  const locale = useLocale();
  if (named.status === 'site') return <PlaneScene source={site} />;
  if (named.status === 'own') return <OwnPlaneScene key="own" kept={named.kept} />;
  return <NoOwnModel isLoading={named.status === 'loading'} train={pagePath(locale, 'train')} />;
}

function OwnPlaneScene({ kept }: { kept: KeptModel }) {
  const clothing = useClothing();
  const source = useMemo(
    () => ownSource(kept, kept.data === 'fashion-mnist-10k' ? clothing : kept.plane.classNames),
    [kept, clothing],
  );
  return (
    <OwnTexts namespace="exploreOwn" data={source.data}>
      <PlaneScene source={source} />
    </OwnTexts>
  );
}

function PlaneScene({ source }: { source: PlaneSource }): ReactElement {
  const [explore] = useState(() => createExplore(source));
  useEffect(() => {
    // Before the first effect of its parent, the scene of the site's model does not know that it is not wanted.
    if (readShownModel(location.hash) !== explore.store.get().world.model) return undefined;
    return explore.start({ still: matchMedia('(prefers-reduced-motion: reduce)').matches });
  }, [explore]);
  const t = useTranslations('intro');
  const plane = useTranslations('plane');
  const errors = useTranslations('errors');
  const own = useTranslations('exploreOwn');
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
              <Condition />
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
              {plane('help')} {source.isProjected && own('components')}
            </p>
            <div className={styles.actions} data-live>
              <Actions />
            </div>
          </div>
          <DrawSection />
          <TravelSection />
          {source.plane === 'own' ? <Onwards /> : <EssaySection />}
        </Frame>
      </Notices>
    </ExploreContext>
  );
}

/** Gives the l of the wordmark the colour of the class around the cursor. */
function ClassInTheMirror() {
  const { atlas } = useExplore();
  const first = useNear('first');
  const colour = first === undefined || !hasClasses(atlas) ? 'var(--ink)' : `var(--class-${first})`;
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--now', colour);
    return () => {
      style.removeProperty('--now');
    };
  }, [colour]);
  return null;
}

/** The ways on from a model of one's own. */
function Onwards() {
  const t = useTranslations('exploreOwn');
  const locale = useLocale();
  return (
    <nav className={styles.onwards} aria-label={t('onwards')}>
      <a href={pagePath(locale, 'train')}>{t('train')}</a>
      <a href={pagePath(locale, 'explore')}>{t('site')}</a>
    </nav>
  );
}

const essayParts = ['numbers', 'colours', 'ellipse', 'blur'] as const;

function EssaySection() {
  const t = useTranslations('essay');
  const parts = essayParts.map((part) => [t(`${part}Title`), t(part)] as const);
  return <Essay heading={t('heading')} parts={parts} />;
}
