/** Describes the point of the cursor: the classes around it, its two coordinates, the nearest test digit. */
'use client';

import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { Failure } from '../../../shared/components/failure';
import { useAnswers, useExplore, useScene } from '../controller/context';
import { isMoving, shownPlace } from '../controller/state';
import { useClassDescription } from '../../../shared/hooks/use-class-description';
import { Spoken } from '../../../shared/components/spoken';
import { ItemPicture } from '../../../shared/components/item-picture';
import { useNear } from '../controller/use-near';
import styles from './reading.module.css';

/** The classes around the point, the nearest test digit, and an announcement for screen readers. */
export function Reading(): ReactElement {
  const t = useTranslations('decoded');
  const status = useAnswers((answers) => answers.status);
  const text = useReading();
  const announcement = useAnnouncement(text);
  return (
    <div className={styles.reading}>
      <p className={styles.description}>{status === 'waiting' ? t('waiting') : text}</p>
      <Nearest />
      <Spoken text={announcement} />
    </div>
  );
}

/** The two latent coordinates, as sliders. */
export function Place(): ReactElement {
  return (
    <div className={styles.place} data-place>
      <Coordinate axis="x" />
      <Coordinate axis="y" />
    </div>
  );
}

function useReading(): string {
  const { atlas } = useExplore();
  const describe = useClassDescription(atlas.classNames);
  const [first, second] = [useNear('first'), useNear('second')];
  const far = useNear('far') ?? false;
  return first === undefined ? '' : describe({ first, second, far });
}

function Coordinate({ axis }: { axis: 'x' | 'y' }) {
  const t = useTranslations('plane');
  const written = useHundredths();
  const explore = useExplore();
  const value = useScene((state) => shownPlace(state)[axis]);
  const { centre, extent } = explore.atlas;
  const middle = centre[axis === 'x' ? 0 : 1];
  return (
    <label className={styles.coordinate}>
      <span>{t(axis)}</span>
      <input
        type="range"
        min={middle - extent}
        max={middle + extent}
        step={0.01}
        value={value}
        aria-valuetext={written(value)}
        onChange={(event) => {
          const { cursor } = explore.store.get();
          explore.moveTo({ ...cursor, [axis]: Number(event.target.value) });
        }}
      />
      <output>{written(value)}</output>
    </label>
  );
}

function Nearest() {
  const t = useTranslations('decoded');
  const item = useNear('item');
  const items = useAnswers((answers) => answers.items);
  return (
    <div className={styles.nearest} data-nearest>
      <span className={styles.thumb}>
        {item !== undefined && items !== undefined && (
          <ItemPicture items={items} item={item} size={56} />
        )}
      </span>
      <span>{t('nearest')}</span>
    </div>
  );
}

/** @returns the announcement for a cursor that has stopped after a person moved it. */
function useAnnouncement(text: string): string {
  const t = useTranslations('decoded');
  const written = useHundredths();
  const { x, y } = useScene((state) => state.cursor);
  const moving = useScene((state) => isMoving(state) || state.hover !== undefined);
  const [touched, setTouched] = useState(false);
  const { store } = useExplore();

  useEffect(() => {
    const { cursor: opening } = store.get();
    return store.subscribe(() => {
      const state = store.get();
      if (state.tour === null && !state.travel.playing && state.cursor !== opening) {
        setTouched(true);
      }
    });
  }, [store]);

  if (moving || !touched || text === '') return '';
  return t('announce', { description: text, x: written(x), y: written(y) });
}

/** Renders nothing unless the model has failed. */
export function ModelFailure(): ReactElement | null {
  const t = useTranslations('errors');
  const { retry } = useExplore();
  const status = useAnswers((answers) => answers.status);
  const failure = useAnswers((answers) => answers.failure);
  if (status !== 'failed') return null;
  return <Failure text={(advice) => t('model', { advice })} failure={failure} onRetry={retry} />;
}
