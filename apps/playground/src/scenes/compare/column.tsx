/** One model: its plane, the digit that it decodes at the cursor, and a verdict. */
'use client';

import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Plane } from '../../worker/protocol/images';
import { useRmsDifference } from '../../shared/hooks/use-rms-difference';
import { Halftone } from '../../shared/components/halftone';
import { Failure } from '../../shared/components/failure';
import { inputPixels, noInput } from '../../shared/pad/input-picture';
import { useClassDescription } from '../../shared/hooks/use-class-description';
import {
  useAnswers,
  useCompare,
  usePlane,
  useScene,
  useCondition,
  useVote,
} from './controller/context';
import type { PlaneAnswers } from './controller/controller';
import { meanErrors } from './mean-errors';
import { PlaneSheet } from './plane';
import { hasInput } from './controller/state';
import styles from './compare.module.css';

export function Column({ plane }: { plane: Plane }): ReactElement {
  const t = useTranslations('compare');
  const { planes, store, retry } = useCompare();
  const status = usePlane(plane, 'status');
  const failure = usePlane(plane, 'failure');
  const alive = usePlane(plane, 'decoded') !== undefined;
  const name = t(`${plane}.name`);
  const pick = ({ reconstruction, decoded }: PlaneAnswers): Uint8Array | undefined =>
    hasInput(store.get()) ? (reconstruction?.picture ?? decoded) : decoded;
  return (
    <section className={styles.column} aria-labelledby={`compare-${plane}`} data-column={plane}>
      <h2 id={`compare-${plane}`}>{name}</h2>
      <PlaneSheet plane={plane} label={t('plane', { model: name })} />
      <div className={styles.reconstruction} data-reconstruction data-alive={alive}>
        <Halftone answers={planes[plane]} pick={pick} label={t('decoded', { model: name })} />
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

/** The classes around the cursor or, if there is an input picture, the error of its reconstruction. */
function Verdict({ plane }: { plane: Plane }) {
  const t = useTranslations('compare');
  const format = useFormatter();
  const isReconstructing = useScene(hasInput);
  const mean = plane === 'own' ? undefined : format.number(meanErrors[plane], percent);
  return (
    <>
      <b data-verdict>{useVerdict(plane)}</b>
      {isReconstructing && mean !== undefined && <small data-mean>{t('mean', { mean })}</small>}
    </>
  );
}

const percent = { style: 'percent', maximumFractionDigits: 0 } as const;

export function useVerdict(plane: Plane): string {
  const t = useTranslations('compare');
  const { atlas, own, isConditional } = useCompare();
  const describe = useClassDescription(atlas.classNames);
  const written = useRmsDifference();
  const condition = useCondition();
  const input = useScene((state) => (hasInput(state) ? state.input : noInput));
  const items = useAnswers((answers) => answers.items);
  const reconstruction = usePlane(plane, 'reconstruction');
  const ready = usePlane(plane, 'status') === 'ready';
  const vote = useVote(plane);
  const picture = useMemo(() => inputPixels(input, items), [input, items]);
  if (!ready || vote === undefined) return t('waiting');
  if (picture !== undefined && reconstruction !== undefined) {
    return t('off', { off: written(picture, reconstruction.picture) });
  }
  if (isConditional(plane)) return t('classCaption', { digit: atlas.classNames[condition] ?? '' });
  // The classes of other data are not those of digits.
  return plane === 'own' && own?.data !== 'mnist-10k' ? t('own.verdict') : describe(vote);
}
