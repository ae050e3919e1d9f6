/**
 * Shows the digit after it was shrunk and enlarged again: by interpolation on one side of a divider, by a network on
 * the other.
 */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { factors, pictureSide } from '../../../worker/protocol/images';
import { Choices } from '../../../shared/components/choices';
import { useWhenNear } from '../../../shared/hooks/use-when-near';
import { useAnswers, useDraw, useScene } from '../controller/context';
import type { Answers } from '../controller/controller';
import { useRmsDifference } from '../../../shared/hooks/use-rms-difference';
import { AnswerHalftone } from '../components/answer-halftone';
import { befores } from '../controller/state';
import { selectBefore } from './before';
import { Divided } from './divided';
import styles from './enlarge.module.css';

export function EnlargeSection(): ReactElement {
  const t = useTranslations('enlarge');
  const { send, want } = useDraw();
  const factor = useScene((state) => state.factor);
  const section = useWhenNear<HTMLElement>(() => {
    want('enlarged');
  });
  return (
    <section ref={section} className={styles.enlarge} data-live aria-labelledby="enlarge-heading">
      <div className={styles.heading}>
        <h2 id="enlarge-heading">{t('heading')}</h2>
        <Choices
          label={t('factor')}
          choices={factors}
          chosen={factor}
          onChoose={(chosen) => {
            send({ type: 'factor', factor: chosen });
          }}
          nameOf={(times) => t('pixels', { side: String(pictureSide / times) })}
        />
      </div>
      <p className={styles.lead}>{t('lead')}</p>
      <div className={styles.left}>
        <p className={styles.side}>{t('before')}</p>
        <BeforeCards />
      </div>
      <Divided />
      <div className={styles.right}>
        <p className={styles.side}>{t('rightSide')}</p>
        <div className={styles.card}>
          <AnswerHalftone pick={({ enlarged }) => enlarged?.network} />
          <span>
            <b>{t('network')}</b>
            <Off pick={({ enlarged }) => enlarged?.network} />
          </span>
        </div>
        <p className={styles.help} id="divider-help">
          {t('help')}
        </p>
      </div>
    </section>
  );
}

/** The pictures that can be shown left of the divider. */
function BeforeCards() {
  const t = useTranslations('enlarge');
  const { send } = useDraw();
  const chosen = useScene((state) => state.before);
  return (
    <fieldset className={styles.cards}>
      <legend className="spoken">{t('before')}</legend>
      {befores.map((before) => (
        <label key={before} className={styles.card}>
          <input
            type="radio"
            name="before"
            checked={before === chosen}
            onChange={() => {
              send({ type: 'before', before });
            }}
          />
          <AnswerHalftone pick={selectBefore(before)} />
          <span>
            <b>{t(before)}</b>
            {before === 'usual' && <Off pick={selectBefore(before)} />}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The error of a picture against the original. */
function Off({ pick }: { pick: (answers: Answers) => Uint8Array | undefined }) {
  const t = useTranslations('enlarge');
  const written = useRmsDifference();
  const picture = useAnswers(pick);
  const original = useAnswers(({ enlarged }) => enlarged?.picture);
  if (picture === undefined || original === undefined) return null;
  return <small>{t('off', { off: written(picture, original) })}</small>;
}
