/** Encodes a person's own digit: the input on the left, its reconstruction on the right, and its point on the plane. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { Button } from '../../../shared/components/button';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { watch } from '../../../shared/state/store';
import { useAnswers, useExplore, useScene } from '../controller/context';
import { isExemplary } from '../controller/controller';
import { Examples } from '../../../shared/components/examples';
import { paintHalftone } from '../../../shared/paint/halftone';
import { CloseUp } from './close-up';
import styles from './draw.module.css';
import { Pad } from '../../../shared/pad/pad';
import { usePictureInput } from '../../../shared/pad/use-picture-input';

export function DrawSection(): ReactElement {
  const t = useTranslations('draw');
  const pad = useTranslations('pad');
  const { store } = useExplore();
  const empty = useScene((state) => state.drawing.kind === 'none');
  usePictureInput((input) => {
    store.send({ type: 'choose', input });
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
      <InputPicker />
      <ReconstructedInput />
      <EncodedPicture />
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

function ReconstructedInput() {
  const t = useTranslations('draw');
  const { answers } = useExplore();
  const isEncoded = useAnswers(({ encoded }) => encoded !== undefined);
  const exemplary = useAnswers(isExemplary);
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      const { encoded, example } = answers.get();
      const { picture } = (encoded ?? example)?.reconstruction ?? {};
      paintHalftone(context, picture, width, color('--ink'));
    },
    [],
    (repaint) => [
      watch(answers, ({ encoded }) => encoded, repaint),
      watch(answers, ({ example }) => example, repaint),
    ],
  );
  return (
    <div className={styles.reconstruction} data-own-reconstruction data-example={exemplary}>
      <canvas
        ref={ref}
        role="img"
        aria-label={t(isEncoded ? 'reconstruction' : 'reconstructionEmpty')}
      />
    </div>
  );
}

function EncodedPicture() {
  const t = useTranslations('draw');
  const written = useHundredths();
  const explore = useExplore();
  const reconstruction = useAnswers(({ encoded }) => encoded?.reconstruction);
  const exemplary = useAnswers(isExemplary);
  if (reconstruction === undefined) {
    return (
      <div className={styles.encoded} data-example={exemplary}>
        <CloseUp />
        <p className={styles.awaiting}>{t('closeEmpty')}</p>
      </div>
    );
  }
  const [x, y] = reconstruction.mean;
  const [sx, sy] = reconstruction.deviation;
  return (
    <div className={styles.encoded}>
      <CloseUp />
      <p role="status" data-encoded>
        {t('lands', { x: written(x), y: written(y), sx: written(sx), sy: written(sy) })}
      </p>
      <Button
        onClick={() => {
          explore.moveTo({ x, y });
          document.getElementById('plane')?.focus();
        }}
      >
        {t('show')}
      </Button>
    </div>
  );
}

function InputPicker() {
  const { store, answers } = useExplore();
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
          const { encoded, example } = answers.get();
          return (store.get().drawing.kind === 'none' ? example : encoded)?.input;
        }}
        subscribe={(repaint) => [
          watch(store, ({ drawing }) => drawing, repaint),
          watch(answers, ({ encoded }) => encoded, repaint),
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
  const { atlas, source, store, wantExample } = useExplore();
  const latents = useAnswers((answers) => answers.latents);
  const items = useAnswers((answers) => answers.items);
  const chosen = useScene(({ drawing }) => (drawing.kind === 'item' ? drawing.index : -1));
  return (
    <Examples
      atlas={atlas}
      latents={latents}
      items={items}
      chosen={chosen}
      onChoose={(index) => {
        store.send({ type: 'choose', input: { kind: 'item', index } });
        // A conditional model reconstructs a picture of its own class.
        const label = latents?.labels[index];
        if (source.isConditional && label !== undefined) store.send({ type: 'condition', label });
      }}
      onNear={wantExample}
    />
  );
}
