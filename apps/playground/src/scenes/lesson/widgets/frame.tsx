/** What the widgets share: pictures with captions, sliders, the choice of a test digit, and failures. */
'use client';

import type { ReactElement, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Examples } from '../../../shared/components/examples';
import { Failure } from '../../../shared/components/failure';
import { Halftone } from '../../../shared/components/halftone';
import { useAnswers, useLesson, useScene } from '../controller/context';
import type { Answers } from '../controller/controller';
import type { Range } from '../controller/state';
import styles from '../style/widgets.module.css';

interface PictureProps {
  readonly pick: (answers: Answers) => Uint8Array | undefined;
  readonly name: string;
  /** A second line. It has room even while it is empty, so that nothing moves. */
  readonly note?: string;
}

/** A picture of the models' answers. Its name is below it. */
export function Picture({ pick, name, note = '' }: PictureProps): ReactElement {
  const { answers } = useLesson();
  return (
    <div className={styles.picture}>
      <div className={styles.plate}>
        <Halftone answers={answers} pick={pick} />
      </div>
      <b>{name}</b>
      <small>{note}</small>
    </div>
  );
}

interface SliderProps {
  readonly name: string;
  readonly value: number;
  readonly range: Range;
  readonly text: string;
  readonly onChange: (value: number) => void;
}

export function Slider({
  name,
  value,
  range: { low, high, step },
  text,
  onChange,
}: SliderProps): ReactElement {
  return (
    <label className={styles.slider}>
      <span>{name}</span>
      {/* No output element: it would be what the label names. */}
      <b aria-hidden="true">{text}</b>
      <input
        type="range"
        min={low}
        max={high}
        step={step}
        value={value}
        aria-valuetext={text}
        onChange={(event) => {
          onChange(Number(event.target.value));
        }}
      />
    </label>
  );
}

/** Chooses the test digit, which is the same in all widgets. */
export function DigitChoice(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const { atlas, set } = useLesson();
  const latents = useAnswers((answers) => answers.latents);
  const items = useAnswers((answers) => answers.items);
  const item = useScene((state) => state.item);
  return (
    <Examples
      atlas={atlas}
      latents={latents}
      items={items}
      label={t('digit')}
      dense
      chosen={item}
      onNear={() => undefined}
      onChoose={(index) => {
        set({ item: index });
      }}
    />
  );
}

/** Says that the models could not be loaded, in place of a widget. */
export function WithModels({ children }: { children: ReactNode }): ReactElement {
  const t = useTranslations('lessonPage');
  const { retry } = useLesson();
  const status = useAnswers((answers) => answers.status);
  const failure = useAnswers((answers) => answers.failure);
  return (
    <>
      {status === 'failed' && (
        <Failure text={(advice) => t('failed', { advice })} failure={failure} onRetry={retry} />
      )}
      {children}
    </>
  );
}
