/** The controls for what the plane shows: classes, layers, the tour. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Toggle } from '../../../shared/components/button';
import { ClassChoice } from '../../../shared/components/class-choice';
import { hasClasses } from '../../../shared/own-model/plane-source';
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
export function Legend(): ReactElement | null {
  const t = useTranslations('plane');
  const { atlas, store } = useExplore();
  const hidden = useScene((state) => state.hidden);
  if (!hasClasses(atlas)) return null;
  return (
    <div
      className={styles.legend}
      role="group"
      aria-label={t('classes')}
      data-named={isNamed(atlas.classNames)}
    >
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
          {isNamed(atlas.classNames) && <b>{label}</b>}
          {name}
        </button>
      ))}
    </div>
  );
}

/** Whether the classes have other names than the numerals of the plane. */
const isNamed = (names: readonly string[]): boolean =>
  names.some((name, label) => name !== String(label));

/** Chooses the class that is given to a conditional decoder. */
export function Condition(): ReactElement | null {
  const t = useTranslations('exploreOwn');
  const { atlas, source, store } = useExplore();
  const condition = useScene((state) => state.condition);
  if (!source.isConditional) return null;
  return (
    <div className={styles.condition} data-named={isNamed(atlas.classNames)}>
      <ClassChoice
        label={t('condition')}
        classNames={atlas.classNames}
        chosen={condition}
        onChoose={(label) => {
          store.send({ type: 'condition', label });
        }}
      />
    </div>
  );
}
