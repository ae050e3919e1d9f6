/** Hold up a digit: what goes in on the left of the mirror, what comes back on its right, where it lands beside it. */
'use client';

import type { ReactElement } from 'react';
import { useEffect, useRef } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../../../scene/button';
import { useCanvas } from '../../../scene/canvas';
import { watch } from '../../../scene/store';
import { useAnswers, useManifold, useScene } from '../context';
import { ItemPicture } from '../item-picture';
import { paintHalftone } from '../paint/halftone';
import { CloseUp } from './close-up';
import styles from './draw.module.css';
import { Pad } from './pad';

const hundredths = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;

export function DrawSection(): ReactElement {
  const t = useTranslations('draw');
  const { store } = useManifold();
  const empty = useScene((state) => state.drawing.kind === 'none');
  return (
    <section className={styles.draw} aria-labelledby="draw-heading">
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
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      paintHalftone(context, answers.get().landing?.reflection.picture, width, color('--ink'));
    },
    (repaint) => [watch(answers, ({ landing }) => landing, repaint)],
  );
  return (
    <div className={styles.reflected} data-reflected>
      <canvas ref={ref} role="img" aria-label={t(landed ? 'reflection' : 'reflectionEmpty')} />
    </div>
  );
}

function Landing() {
  const t = useTranslations('draw');
  const format = useFormatter();
  const manifold = useManifold();
  const reflection = useAnswers(({ landing }) => landing?.reflection);
  if (reflection === undefined) {
    return (
      <div className={styles.landing}>
        <div className={styles.closeUp}>
          <p className={styles.hint}>{t('closeEmpty')}</p>
        </div>
      </div>
    );
  }
  const [x, y] = reflection.mean;
  const [sx, sy] = reflection.deviation;
  const text = (value: number): string => format.number(value, hundredths);
  return (
    <div className={styles.landing}>
      <CloseUp />
      <p role="status" data-landing>
        {t('lands', { x: text(x), y: text(y), sx: text(sx), sy: text(sy) })}
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
    const near = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) manifold.wantItems();
    });
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
