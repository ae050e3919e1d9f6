/** The controls: the class for the conditional model, and the input picture. */
'use client';

import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { pagePath } from '../../site/pages';
import { Button } from '../../shared/components/button';
import { ClassChoice } from '../../shared/components/class-choice';
import { CopyLink } from '../../shared/components/copy-link';
import { Examples } from '../../shared/components/examples';
import { Steps } from '../../shared/components/steps';
import { useCanvas } from '../../shared/hooks/use-canvas';
import { inputPixels } from '../../shared/pad/input-picture';
import { usePictureInput } from '../../shared/pad/use-picture-input';
import { paintHalftone } from '../../shared/paint/halftone';
import { useAnswers, useCompare, usePlane, useScene, useCondition } from './controller/context';
import styles from './compare.module.css';

export function Controls(): ReactElement {
  const { store } = useCompare();
  usePictureInput((input) => {
    store.send({ type: 'choose', input });
  });
  return (
    <div className={styles.controls} data-live>
      <ConditionChoice />
      <InputPicker />
    </div>
  );
}

/** Chooses the class for the conditional model. */
function ConditionChoice() {
  const t = useTranslations('compare');
  const { atlas, store } = useCompare();
  const condition = useCondition();
  return (
    <div className={styles.condition}>
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

/** Chooses the picture that every model encodes and reconstructs: a test digit, or a picture of the person's own. */
function InputPicker() {
  const t = useTranslations('compare');
  const locale = useLocale();
  const { atlas, store, wantItems } = useCompare();
  const latents = usePlane('vae', 'latents');
  const items = useAnswers((answers) => answers.items);
  const input = useScene((state) => state.input);
  const aside = useScene((state) => state.aside);
  const picture = useMemo(() => inputPixels(input, items), [input, items]);
  return (
    <div className={styles.input}>
      <Examples
        atlas={atlas}
        latents={latents}
        items={items}
        label={t('chooseInput')}
        dense
        chosen={input.kind === 'item' && !aside ? input.index : -1}
        onNear={wantItems}
        onChoose={(index) => {
          store.send({ type: 'choose', input: { kind: 'item', index } });
        }}
      />
      {input.kind === 'none' && (
        <a className={styles.draw} href={pagePath(locale, 'draw')}>
          {t('draw')}
        </a>
      )}
      {picture !== undefined && (
        <div className={styles.original} data-original={input.kind} data-aside={aside}>
          <Sample picture={picture} />
          <span>{t(aside ? 'aside' : 'original')}</span>
          <Button
            onClick={() => {
              store.send({ type: aside ? 'take-up' : 'remove' });
            }}
          >
            {t(aside ? 'takeUp' : 'remove')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The input picture. */
function Sample({ picture }: { picture: Uint8Array }) {
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      paintHalftone(context, picture, width, color('--ink'));
    },
    [picture],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}

/** Explains how to move the cursor and what hatching means, and copies a link to the current state. */
export function Key(): ReactElement {
  const t = useTranslations('compare');
  const { link, store, startOver } = useCompare();
  return (
    <div className={styles.key} data-live data-key>
      <p className={styles.help} id="compare-help">
        {t('help')}
      </p>
      <span className={styles.hatch} aria-hidden="true" />
      <span>{t('hatch')}</span>
      <Steps store={store} onStartOver={startOver} />
      <CopyLink fragment={link} />
    </div>
  );
}
