/** Hold up a digit: what goes in on the left of the mirror, what comes back on its right, where it lands beside it. */
'use client';

import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { Button } from '../../../scene/button';
import { useCanvas } from '../../../scene/canvas';
import { watch } from '../../../scene/store';
import { useAnswers, useManifold, useScene } from '../context';
import { isExemplary } from '../controller';
import { ItemPicture } from '../item-picture';
import { paintHalftone } from '../paint/halftone';
import { CloseUp } from './close-up';
import styles from './draw.module.css';
import { Pad } from './pad';

export function DrawSection(): ReactElement {
  const t = useTranslations('draw');
  const { store } = useManifold();
  const empty = useScene((state) => state.drawing.kind === 'none');
  return (
    <section className={styles.draw} data-live aria-labelledby="draw-heading">
      <div className={styles.intro}>
        <h2 id="draw-heading">{t('heading')}</h2>
        <p>{t('lead')}</p>
        <p id="pad-help" className="spoken">
          {t('padHelp')}
        </p>
      </div>
      <Pad />
      <Reflected />
      <Landing />
      <div className={styles.choices}>
        <Examples />
        <Button
          disabled={empty}
          onClick={() => {
            store.send({ type: 'clear-drawing' });
          }}
        >
          {t('clear')}
        </Button>
      </div>
    </section>
  );
}

function Reflected() {
  const t = useTranslations('draw');
  const { answers } = useManifold();
  const landed = useAnswers(({ landing }) => landing !== undefined);
  const exemplary = useAnswers(isExemplary);
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      const { landing, example } = answers.get();
      const { picture } = (landing ?? example)?.reflection ?? {};
      paintHalftone(context, picture, width, color('--ink'));
    },
    (repaint) => [
      watch(answers, ({ landing }) => landing, repaint),
      watch(answers, ({ example }) => example, repaint),
    ],
  );
  return (
    <div className={styles.reflected} data-reflected data-example={exemplary}>
      <canvas ref={ref} role="img" aria-label={t(landed ? 'reflection' : 'reflectionEmpty')} />
    </div>
  );
}

function Landing() {
  const t = useTranslations('draw');
  const written = useHundredths();
  const manifold = useManifold();
  const reflection = useAnswers(({ landing }) => landing?.reflection);
  const exemplary = useAnswers(isExemplary);
  if (reflection === undefined) {
    return (
      <div className={styles.landing} data-example={exemplary}>
        <CloseUp />
        <p className={styles.awaiting}>{t('closeEmpty')}</p>
      </div>
    );
  }
  const [x, y] = reflection.mean;
  const [sx, sy] = reflection.deviation;
  return (
    <div className={styles.landing}>
      <CloseUp />
      <p role="status" data-landing>
        {t('lands', { x: written(x), y: written(y), sx: written(sx), sy: written(sy) })}
      </p>
      <Button
        onClick={() => {
          manifold.moveTo({ x, y });
          document.getElementById('plane')?.focus();
        }}
      >
        {t('show')}
      </Button>
    </div>
  );
}

/** One test digit of each class: the way to hold something up without drawing. */
function Examples() {
  const t = useTranslations('draw');
  const manifold = useManifold();
  const { atlas, store } = manifold;
  const codes = useAnswers((answers) => answers.codes);
  const chosen = useScene(({ drawing }) => (drawing.kind === 'item' ? drawing.index : -1));
  const row = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // Their pictures are fetched when the row comes near.
    const near = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) manifold.wantExample();
      },
      { rootMargin: '400px' },
    );
    if (row.current !== null) near.observe(row.current);
    return () => {
      near.disconnect();
    };
  }, [manifold]);

  const itemOf = (label: number, after: number): number => {
    if (codes === undefined) return 0;
    const next = codes.labels.indexOf(label, after + 1);
    return next === -1 ? codes.labels.indexOf(label) : next;
  };

  return (
    <div ref={row} className={styles.examples} role="group" aria-label={t('examples')}>
      <span aria-hidden="true">{t('examples')}</span>
      {atlas.classNames.map((name, label) => {
        const isChosen = codes !== undefined && chosen >= 0 && codes.labels[chosen] === label;
        return (
          <button
            key={name}
            type="button"
            disabled={codes === undefined}
            aria-label={t('example', { digit: name })}
            aria-pressed={isChosen}
            onClick={() => {
              store.send({ type: 'choose-item', index: itemOf(label, isChosen ? chosen : -1) });
            }}
          >
            <ItemPicture item={isChosen ? chosen : itemOf(label, -1)} size={36} />
          </button>
        );
      })}
    </div>
  );
}
