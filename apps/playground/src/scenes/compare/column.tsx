/** One model: its plane, the digit that it draws at the cursor, and what to see in it. */
'use client';

import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Plane } from '../../worker/protocol/images';
import { useApart } from '../../shared/hooks/use-rms-difference';
import { Dots } from '../../shared/components/halftone';
import { Failure } from '../../shared/components/failure';
import { nothing, pictureOf } from '../../shared/pad/input-picture';
import { useLooks } from '../../shared/hooks/use-class-description';
import { useAnswers, useCompare, usePlane, useScene, useTold, useVote } from './context';
import type { Answers } from './controller';
import { meanErrors } from './mean-errors';
import { PlaneSheet } from './plane';
import { isHolding } from './state';
import styles from './compare.module.css';

export function Column({ plane }: { plane: Plane }): ReactElement {
  const t = useTranslations('compare');
  const { answers, store, retry } = useCompare();
  const status = usePlane(plane, 'status');
  const failure = usePlane(plane, 'failure');
  const alive = useAnswers(({ planes }) => planes[plane].seen !== undefined);
  const name = t(`${plane}.name`);
  const pick = ({ planes }: Answers): Uint8Array | undefined => {
    const { landing, seen } = planes[plane];
    return isHolding(store.get()) ? (landing?.picture ?? seen) : seen;
  };
  return (
    <section className={styles.column} aria-labelledby={`compare-${plane}`} data-column={plane}>
      <h2 id={`compare-${plane}`}>{name}</h2>
      <PlaneSheet plane={plane} label={t('plane', { model: name })} />
      <div className={styles.glass} data-glass data-alive={alive}>
        <Dots answers={answers} pick={pick} label={t('glass', { model: name })} />
      </div>
      <div className={styles.verdict} data-live>
        {status === 'failed' ? (
          <Failure text={(advice) => t('failed', { advice })} failure={failure} onRetry={retry} />
        ) : (
          <Verdict plane={plane} />
        )}
      </div>
    </section>
  );
}

/** What the digit looks like, or how far it is from the one that is held up. */
function Verdict({ plane }: { plane: Plane }) {
  const t = useTranslations('compare');
  const format = useFormatter();
  const holding = useScene(isHolding);
  const mean = format.number(meanErrors[plane], percent);
  return (
    <>
      <b data-verdict>{useVerdict(plane)}</b>
      {holding && <small data-mean>{t('mean', { mean })}</small>}
    </>
  );
}

const percent = { style: 'percent', maximumFractionDigits: 0 } as const;

export function useVerdict(plane: Plane): string {
  const t = useTranslations('compare');
  const { atlas } = useCompare();
  const looks = useLooks(atlas.classNames);
  const written = useApart();
  const told = useTold();
  const held = useScene((state) => (isHolding(state) ? state.held : nothing));
  const items = useAnswers((answers) => answers.items);
  const landing = usePlane(plane, 'landing');
  const ready = usePlane(plane, 'status') === 'ready';
  const vote = useVote(plane);
  const picture = useMemo(() => pictureOf(held, items), [held, items]);
  if (!ready || vote === undefined) return t('waiting');
  if (picture !== undefined && landing !== undefined) {
    return t('off', { off: written(picture, landing.picture) });
  }
  if (plane === 'told') return t('asked', { digit: atlas.classNames[told] ?? '' });
  return looks(vote);
}
