/** What the cursor's place is called: the class around it, the two numbers to set, the nearest real digit. */
'use client';

import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { Button } from '../../../scene/button';
import { useAnswers, useManifold, useScene } from '../context';
import { isMoving } from '../state';
import { ItemPicture } from '../item-picture';
import { useNear } from '../use-near';
import styles from './reading.module.css';

/** Milliseconds of rest before the place is spoken. */
const restBeforeSpeech = 600;

/** What the place looks like, the nearest real digit, and the same in words for who cannot see it. */
export function Reading(): ReactElement {
  const t = useTranslations('mirror');
  const status = useAnswers((answers) => answers.status);
  const text = useReading();
  return (
    <div className={styles.reading}>
      <p className={styles.looks}>{status === 'waiting' ? t('waiting') : text}</p>
      <Nearest />
      <Spoken text={text} />
    </div>
  );
}

/** The two numbers, to read and to set. */
export function Place(): ReactElement {
  return (
    <div className={styles.place} data-place>
      <Coordinate axis="x" />
      <Coordinate axis="y" />
    </div>
  );
}

function useReading(): string {
  const t = useTranslations('mirror');
  const { classNames } = useManifold().atlas;
  const [first, second] = [useNear('first'), useNear('second')];
  if (first === undefined) return '';
  const digit = classNames[first] ?? '';
  if (second === undefined) return t('looks', { digit });
  return t('between', { first: digit, second: classNames[second] ?? '' });
}

function Coordinate({ axis }: { axis: 'x' | 'y' }) {
  const t = useTranslations('plane');
  const written = useHundredths();
  const manifold = useManifold();
  const value = useScene((state) => state.cursor[axis]);
  const { centre, extent } = manifold.atlas;
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
          const { cursor } = manifold.store.get();
          manifold.moveTo({ ...cursor, [axis]: Number(event.target.value) });
        }}
      />
      <output>{written(value)}</output>
    </label>
  );
}

function Nearest() {
  const t = useTranslations('mirror');
  const item = useNear('item');
  const items = useAnswers((answers) => answers.items);
  return (
    <div className={styles.nearest}>
      <span className={styles.thumb}>
        {item !== undefined && items !== undefined && <ItemPicture item={item} size={56} />}
      </span>
      <span>{t('nearest')}</span>
    </div>
  );
}

/** The live region: speaks when the cursor has come to rest after a person moved it. */
function Spoken({ text }: { text: string }) {
  const t = useTranslations('mirror');
  const written = useHundredths();
  const cursor = useScene((state) => state.cursor);
  const moving = useScene(isMoving);
  const [touched, setTouched] = useState(false);
  const [spoken, setSpoken] = useState('');
  const { store } = useManifold();

  useEffect(() => {
    const { cursor: opening } = store.get();
    return store.subscribe(() => {
      if (!isMoving(store.get()) && store.get().cursor !== opening) setTouched(true);
    });
  }, [store]);

  useEffect(() => {
    if (moving || !touched || text === '') return undefined;
    const timer = setTimeout(() => {
      const { x, y } = cursor;
      setSpoken(t('announce', { looks: text, x: written(x), y: written(y) }));
    }, restBeforeSpeech);
    return () => {
      clearTimeout(timer);
    };
  }, [cursor, moving, t, text, touched, written]);

  return (
    <p className="spoken" aria-live="polite" data-spoken>
      {spoken}
    </p>
  );
}

/** What went wrong and what to do; nothing as long as all is well. */
export function Failure(): ReactElement | null {
  const t = useTranslations('errors');
  const manifold = useManifold();
  const status = useAnswers((answers) => answers.status);
  const reason = useAnswers((answers) => answers.reason);
  if (status !== 'failed') return null;
  return (
    <div className={styles.failure} role="alert">
      <p>{t('model')}</p>
      <Button onClick={manifold.retry}>{t('retry')}</Button>
      {reason !== '' && (
        <details>
          <summary>{t('details')}</summary>
          {/* As the browser or the model said it, in English. */}
          <code lang="en">{reason}</code>
        </details>
      )}
    </div>
  );
}
