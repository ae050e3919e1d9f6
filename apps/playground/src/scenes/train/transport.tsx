/** Play, pause, one step, one epoch, from the beginning; where the training is; and the way back to any kept moment. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../../shared/components/button';
import { Choices } from '../../shared/components/choices';
import { Spoken } from '../../shared/components/spoken';
import { leastOwn } from '../../worker/protocol/train';
import { useAnswers, useScene, useTrain } from './controller/context';
import { missingPictures, paces } from './controller/state';
import type { Pace } from './controller/state';
import { ownPanel } from './own/own';
import { Left } from './saved';
import { useMoment } from './stage';
import { Steered } from './steered';
import styles from './train.module.css';

const isOver = (status: string): boolean => !['waiting', 'running', 'paused'].includes(status);

export function Transport(): ReactElement {
  const t = useTranslations('train');
  const { play, pause, step, epoch, restart } = useTrain();
  const status = useAnswers(({ training }) => training.status);
  const missing = useScene(missingPictures);
  const over = isOver(status);
  const idle = status === 'waiting' || over;
  return (
    <div className={styles.transport} data-live data-status={status}>
      <Left />
      <div className={styles.head}>
        <div className={styles.bar}>
          <button
            type="button"
            className={styles.play}
            disabled={idle}
            aria-label={t(status === 'running' ? 'pause' : 'play')}
            data-playing={status === 'running'}
            onClick={status === 'running' ? pause : play}
          >
            <span aria-hidden="true" />
          </button>
          {missing > 0 ? <Missing count={missing} /> : <Where />}
        </div>
        <div className={styles.buttons}>
          <Button
            disabled={idle}
            onClick={() => {
              step(1);
            }}
          >
            {t('oneStep')}
          </Button>
          <Button disabled={idle} onClick={epoch}>
            {t('oneEpoch')}
          </Button>
          <Button disabled={missing > 0} onClick={restart}>
            {t('restart')}
          </Button>
          <Speed />
        </div>
      </div>
      <Spoken text={status === 'waiting' ? '' : t(`status.${status}`)} />
      <Scrubber />
      <Steered />
    </div>
  );
}

/** How fast it trains: so that each step can be seen, or as fast as possible. */
function Speed() {
  const t = useTranslations('train');
  const { store } = useTrain();
  const pace = useScene((state) => state.pace);
  return (
    <Choices
      label={t('pace')}
      choices={paces.map(nameOfPace)}
      chosen={nameOfPace(pace)}
      nameOf={(name) => t(`paces.${name}`)}
      onChoose={(name) => {
        store.send({ type: 'pace', pace: paces.find((one) => nameOfPace(one) === name) });
      }}
    />
  );
}

const paceNames = { 1: 'one', 5: 'five' } as const;
const nameOfPace = (pace: Pace) => (pace === undefined ? 'full' : paceNames[pace]);

/** What is missing of the own pictures, and the way to add them. */
function Missing({ count }: { count: number }) {
  const t = useTranslations('trainOwn');
  return (
    <div className={styles.missing} data-missing={count}>
      <p>
        {t('wait', {
          ...{ least: String(leastOwn), missing: String(count) },
          more: String(count < leastOwn),
        })}
      </p>
      <Button
        onClick={() => {
          const panel = document.getElementById(ownPanel);
          panel?.scrollIntoView();
          panel?.focus({ preventScroll: true });
        }}
      >
        {t('goTo')}
      </Button>
    </div>
  );
}

/** Where the training is, in one line. */
function Where() {
  const t = useTranslations('train');
  const format = useFormatter();
  const failed = useAnswers((state) => state.failure);
  const training = useAnswers((state) => state.training);
  const engine = useAnswers(({ start }) => start?.engine);
  const { status, epoch, step, epochs, examplesPerSecond } = training;
  const validation = epochs.at(-1)?.validation?.total;
  const whole = (value: number): string => format.number(value, { maximumFractionDigits: 0 });
  if (failed !== undefined) return <ModelFailure />;
  if (engine === undefined) return <p className={styles.where}>{t('loading')}</p>;
  return (
    <p className={styles.where} data-validation={validation ?? ''}>
      {t('where', { epoch: whole(epoch), step: whole(step) })}
      {validation !== undefined &&
        t('validation', { nats: format.number(validation, { maximumFractionDigits: 1 }) })}
      {status === 'running' &&
        examplesPerSecond !== undefined &&
        t('speed', { count: whole(examplesPerSecond) })}{' '}
      <small>{t('engine', { engine })}</small>
    </p>
  );
}

function ModelFailure() {
  const t = useTranslations('errors');
  const { retry } = useTrain();
  const failure = useAnswers((state) => state.failure)!;
  return (
    <div className={styles.where} role="alert">
      <p>{t(`advice.${failure.cause}`)}</p>
      <Button onClick={retry}>{t('retry')}</Button>
      <details>
        <summary>{t('details')}</summary>
        {failure.reason}
      </details>
    </div>
  );
}

function Scrubber() {
  const t = useTranslations('train');
  const { store, branch } = useTrain();
  const moments = useAnswers((state) => state.moments);
  const shown = useScene((state) => state.shown);
  const moment = useMoment();
  const last = moments.length - 1;
  const at = moment === undefined ? 0 : moments.indexOf(moment);
  return (
    <div className={styles.scrubber}>
      <label>
        <span>{t('moment', { step: String(moment?.step ?? 0) })}</span>
        <input
          type="range"
          min={0}
          max={Math.max(1, last)}
          value={Math.max(0, at)}
          disabled={last < 1}
          aria-valuetext={t('moment', { step: String(moment?.step ?? 0) })}
          onChange={({ currentTarget: { valueAsNumber: i } }) => {
            store.send({ type: 'show', step: i >= last ? undefined : moments[i]!.step });
          }}
        />
      </label>
      <Button
        disabled={shown === undefined}
        onClick={() => {
          store.send({ type: 'show', step: undefined });
        }}
      >
        {t('newest')}
      </Button>
      <Button disabled={shown === undefined} onClick={branch}>
        {t('branch')}
      </Button>
    </div>
  );
}
