/** The plane of the VAE: its decoded digits, where test digits lie, and a point to decode. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { Toggle } from '../../../shared/components/button';
import { useAnswers, useLesson, useScene } from '../controller/context';
import styles from '../style/widgets.module.css';
import { Picture } from './frame';
import { SteeredPlane } from './steered-plane';
import { useNearClass } from './use-near-class';
import { Said } from './said';

export function PlaneWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const { atlas, set } = useLesson();
  const place = useScene((state) => state.place);
  const colours = useScene((state) => state.colours);
  const latents = useAnswers((answers) => answers.latents);
  const number = useHundredths();
  const description = useNearClass()(place);
  const text =
    description && t('spokenPlace', { description, x: number(place.x), y: number(place.y) });
  return (
    <>
      <div className={styles.map}>
        <SteeredPlane
          label={t('plane')}
          window={atlas}
          latents={latents}
          colours={colours}
          decoded
          at={place}
          onMove={(to) => {
            set({ place: to });
          }}
        />
        <Picture pick={(answers) => answers.shown} name={t('decoded')} note={text} />
      </div>
      <div className={styles.controls}>
        <Toggle
          pressed={colours}
          onToggle={(pressed) => {
            set({ colours: pressed });
          }}
        >
          {t('colours')}
        </Toggle>
      </div>
      <Said text={text} />
    </>
  );
}
