/** The controls for what the plane shows: classes, layers, the tour. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Toggle } from '../../../shared/components/button';
import { useExplore, useScene } from '../controller/context';
import styles from './controls.module.css';

export function Layers(): ReactElement {
  const t = useTranslations('plane');
  const { store } = useExplore();
  const layers = useScene((state) => state.layers);
  const touring = useScene((state) => state.tour !== null);
  return (
    <div className={styles.layers} role="group" aria-label={t('layers')}>
      <Toggle
        pressed={layers.grid}
        onToggle={(on) => {
          store.send({ type: 'layer', layer: 'grid', on });
        }}
      >
        {t('grid')}
      </Toggle>
      <Toggle
        pressed={layers.items}
        onToggle={(on) => {
          store.send({ type: 'layer', layer: 'items', on });
        }}
      >
        {t('items')}
      </Toggle>
      <Toggle
        pressed={touring}
        onToggle={(on) => {
          store.send({ type: 'tour', on });
        }}
      >
        {t('tour')}
      </Toggle>
    </div>
  );
}

/** The legend of the classes; each entry shows or hides the digits of its class. */
export function Legend(): ReactElement {
  const t = useTranslations('plane');
  const { atlas, store } = useExplore();
  const hidden = useScene((state) => state.hidden);
  return (
    <div className={styles.legend} role="group" aria-label={t('classes')}>
      {atlas.classNames.map((name, label) => (
        <button
          key={name}
          type="button"
          data-class={label}
          aria-label={t('classToggle', { digit: name })}
          aria-pressed={!hidden.includes(label)}
          onClick={() => {
            store.send({ type: 'class', label, on: hidden.includes(label) });
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
