/** The pad, the damaged digit, and the digit that a network restores from it. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { pictureSide } from '../../../worker/protocol/images';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { Failure } from '../../../shared/components/failure';
import { usePictureInput } from '../../../shared/pad/use-picture-input';
import { paintHalftone } from '../../../shared/paint/halftone';
import { paintHatch } from '../../../shared/paint/hatch';
import { Spoken } from '../../../shared/components/spoken';
import { watch } from '../../../shared/state/store';
import { useAnswers, useDraw, useScene } from '../controller/context';
import { AnswerHalftone } from '../components/answer-halftone';
import { useErrors } from './use-errors';
import { Actions } from './actions';
import { Damage } from './damage';
import { InputPicker, Subjects } from './input-picker';
import styles from './stage.module.css';

export function Stage(): ReactElement {
  const t = useTranslations('mend');
  const { send } = useDraw();
  const { take, over } = usePictureInput((input) => {
    send({ type: 'choose', input });
  });
  return (
    <div className={styles.stage} role="group" aria-label={t('stage')}>
      <InputPicker over={over} />
      <DamagedPicture />
      <ReconstructionPanel />
      <ModelFailure />
      <Damage />
      <Reading />
      <Subjects take={take} />
      <Actions />
    </div>
  );
}

/** The damaged digit. Pixels that the damage has cut out are hatched, since they would look like empty paper. */
function DamagedPicture() {
  const t = useTranslations('mend');
  const { answers } = useDraw();
  const { ref } = useCanvas(
    (surface) => {
      const { context, width, color } = surface;
      const { restored } = answers.get();
      if (restored?.cut !== undefined) paintHatch(surface, restored.cut, pictureSide, false);
      paintHalftone(context, restored?.damaged, width, color('--ink'));
    },
    [],
    (repaint) => [watch(answers, ({ restored }) => restored, repaint)],
  );
  return (
    <div className={styles.damaged} data-live data-damaged>
      <canvas ref={ref} role="img" aria-label={t('damaged')} />
    </div>
  );
}

function ReconstructionPanel() {
  const t = useTranslations('mend');
  const alive = useAnswers(({ restored }) => restored !== undefined);
  return (
    <div
      id="restored"
      tabIndex={-1}
      className={styles.reconstruction}
      data-live
      data-reconstruction
      data-alive={alive}
    >
      <AnswerHalftone pick={({ restored }) => restored?.restored} label={t('reconstruction')} />
    </div>
  );
}

/** Which network restored the digit, the errors, and the original. */
function Reading() {
  const t = useTranslations('mend');
  const restored = useAnswers((answers) => answers.restored);
  const failed = useAnswers(({ status }) => status === 'failed');
  const network = useScene((state) => state.network);
  const errors = useErrors();
  const by = t(`by.${network}`);
  const own = useAnswers((answers) => answers.own);
  const off = restored && errors(restored);
  return (
    <div className={styles.reading} data-live>
      <div className={styles.words}>
        <p className={styles.by}>
          {restored === undefined ? t(failed ? 'missing' : 'waiting') : by}
        </p>
        {own === 'missing' && <p role="status">{t('noOwn')}</p>}
        <p className={styles.off} data-off>
          {off}
        </p>
      </div>
      <figure className={styles.whole}>
        <AnswerHalftone pick={(answers) => answers.restored?.picture} />
        <figcaption>{t('whole')}</figcaption>
      </figure>
      <Spoken text={off === undefined ? '' : `${by}. ${off}`} />
    </div>
  );
}

/** Renders nothing unless the model has failed. */
function ModelFailure() {
  const t = useTranslations('mend');
  const { retry } = useDraw();
  const status = useAnswers((answers) => answers.status);
  const failure = useAnswers((answers) => answers.failure);
  if (status !== 'failed') return null;
  return (
    <div className={styles.failure}>
      <Failure text={(advice) => t('failed', { advice })} failure={failure} onRetry={retry} />
    </div>
  );
}
