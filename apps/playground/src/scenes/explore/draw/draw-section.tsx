/** Hold up a digit: what goes in on the left of the mirror, what comes back on its right, where it lands beside it. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { Button } from '../../../shared/components/button';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { watch } from '../../../shared/state/store';
import { useAnswers, useManifold, useScene } from '../context';
import { isExemplary } from '../controller';
import { Examples } from '../../../shared/components/examples';
import { paintHalftone } from '../../../shared/paint/halftone';
import { CloseUp } from './close-up';
import styles from './draw.module.css';
import { Pad } from '../../../shared/pad/pad';
import { usePictures } from '../../../shared/pad/use-picture-input';

export function DrawSection(): ReactElement {
  const t = useTranslations('draw');
  const pad = useTranslations('pad');
  const { store } = useManifold();
  const empty = useScene((state) => state.drawing.kind === 'none');
  usePictures((held) => {
    store.send({ type: 'hold', held });
  });
  return (
    <section className={styles.draw} data-live aria-labelledby="draw-heading">
      <div className={styles.intro}>
        <h2 id="draw-heading">{t('heading')}</h2>
        <p>{t('lead')}</p>
        <p id="pad-help" className="spoken">
          {pad('help')}
        </p>
      </div>
      <HeldUp />
      <Reflected />
      <Landing />
      <div className={styles.choices}>
        <TestDigits />
        <Button
          disabled={empty}
          onClick={() => {
            store.send({ type: 'clear-drawing' });
          }}
        >
          {pad('clear')}
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
    [],
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

function HeldUp() {
  const { store, answers } = useManifold();
  const empty = useScene((state) => state.drawing.kind === 'none');
  const exemplary = useAnswers(isExemplary);
  return (
    <div className={styles.pad}>
      <Pad
        ink={() => {
          const { drawing } = store.get();
          return drawing.kind === 'ink' ? drawing.strokes : undefined;
        }}
        picture={() => {
          const { landing, example } = answers.get();
          return (store.get().drawing.kind === 'none' ? example : landing)?.input;
        }}
        subscribe={(repaint) => [
          watch(store, ({ drawing }) => drawing, repaint),
          watch(answers, ({ landing }) => landing, repaint),
          watch(answers, ({ example }) => example, repaint),
        ]}
        onPen={(type, at) => {
          store.send({ type, at });
        }}
        inviting={empty}
        exemplary={exemplary && empty}
      />
    </div>
  );
}

function TestDigits() {
  const { atlas, store, wantExample } = useManifold();
  const codes = useAnswers((answers) => answers.codes);
  const items = useAnswers((answers) => answers.items);
  const chosen = useScene(({ drawing }) => (drawing.kind === 'item' ? drawing.index : -1));
  return (
    <Examples
      atlas={atlas}
      codes={codes}
      items={items}
      chosen={chosen}
      onChoose={(index) => {
        store.send({ type: 'hold', held: { kind: 'item', index } });
      }}
      onNear={wantExample}
    />
  );
}
