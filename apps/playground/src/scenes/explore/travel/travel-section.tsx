/** A straight line between two points, as eleven digits and as an animation. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../../../shared/components/button';
import { Choices } from '../../../shared/components/choices';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { Halftone } from '../../../shared/components/halftone';
import { stripSteps } from '../controller/controller';
import { useAnswers, useExplore, useScene } from '../controller/context';
import { paintHalftone } from '../../../shared/paint/halftone';
import { shareOf, speeds } from '../controller/state';
import { TravelMap } from './travel-map';
import styles from './travel.module.css';

export function TravelSection(): ReactElement {
  const t = useTranslations('travel');
  const { store, answers } = useExplore();
  const playing = useScene((state) => state.travel.playing);
  return (
    <section className={styles.travel} data-live aria-labelledby="travel-heading">
      <h2 id="travel-heading">{t('heading')}</h2>
      <p className={styles.lead}>{t('lead')}</p>
      <Strip />
      <Position />
      <TravelMap />
      <figure className={styles.now}>
        <Halftone answers={answers} pick={({ decoded }) => decoded} label={t('now')} />
        <figcaption aria-hidden="true">{t('now')}</figcaption>
      </figure>
      <Pins />
      <div className={styles.motion}>
        <Button
          onClick={() => {
            store.send({ type: 'play', on: !playing });
          }}
        >
          {t(playing ? 'pause' : 'play')}
        </Button>
        <Speeds />
      </div>
    </section>
  );
}

/** Buttons that set the ends without a pointer: to the cursor, or to the encoded input. */
function Pins() {
  const t = useTranslations('travel');
  const { store } = useExplore();
  const encoded = useAnswers((answers) => answers.encoded?.reconstruction.mean);
  return (
    <div className={styles.pins}>
      {(['from', 'to'] as const).map((end) => (
        <Button
          key={end}
          onClick={() => {
            store.send({ type: 'pin', end, at: store.get().cursor });
          }}
        >
          {t(end === 'from' ? 'setA' : 'setB')}
        </Button>
      ))}
      {encoded !== undefined &&
        (['from', 'to'] as const).map((end) => (
          <Button
            key={end}
            onClick={() => {
              store.send({ type: 'pin', end, at: { x: encoded[0], y: encoded[1] } });
            }}
          >
            {t(end === 'from' ? 'ownA' : 'ownB')}
          </Button>
        ))}
    </div>
  );
}

function Strip() {
  const t = useTranslations('travel');
  const strip = useAnswers((answers) => answers.strip);
  const { ref } = useCanvas(
    ({ context, width, height, color }) => {
      const step = width / stripSteps;
      const size = Math.min(step, height);
      strip?.forEach((picture, i) => {
        context.save();
        context.translate(i * step + (step - size) / 2, (height - size) / 2);
        paintHalftone(context, picture, size, color('--ink'));
        context.restore();
      });
    },
    [strip],
  );
  return (
    <div className={styles.strip}>
      <b aria-hidden="true">A</b>
      <canvas ref={ref} role="img" aria-label={t('strip')} />
      <b aria-hidden="true">B</b>
    </div>
  );
}

function Position() {
  const t = useTranslations('travel');
  const format = useFormatter();
  const { store } = useExplore();
  const share = useScene((state) => shareOf(state.travel));
  const percent = format.number(share, { style: 'percent' });
  return (
    <input
      className={styles.position}
      type="range"
      min={0}
      max={1}
      step={0.01}
      value={share}
      aria-label={t('position')}
      aria-valuetext={t('positionText', { percent })}
      onChange={(event) => {
        store.send({ type: 'scrub', share: Number(event.target.value) });
      }}
    />
  );
}

function Speeds() {
  const t = useTranslations('travel');
  const format = useFormatter();
  const { store } = useExplore();
  const chosen = useScene((state) => state.travel.speed);
  return (
    <Choices
      label={t('speed')}
      choices={speeds}
      chosen={chosen}
      onChoose={(speed) => {
        store.send({ type: 'speed', speed });
      }}
      nameOf={(speed) => t('times', { speed: format.number(speed) })}
    />
  );
}
