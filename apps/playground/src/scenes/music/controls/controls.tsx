/** The controls for playback, for the model's draws and attributes, for the scale of a melody, and for saving. */
'use client';

import { useState } from 'react';
import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { endings, musicAttributes } from '../../../worker/protocol/music';
import type { Ending } from '../../../worker/protocol/music';
import { Button, Toggle } from '../../../shared/components/button';
import { Choices } from '../../../shared/components/choices';
import { CopyLink } from '../../../shared/components/copy-link';
import { useNotice } from '../../../shared/components/notice';
import { CheckpointButton } from '../checkpoint/checkpoint';
import { useMusic, useScene } from '../controller/context';
import styles from './controls.module.css';
import { loopBars } from '../pattern/playback';
import { usePitchNames } from '../roll/row-name';
import { scales } from '../pattern/scale';
import { Slider } from './slider';
import { follows, limits, programs } from '../pattern/state';

export function Controls(): ReactElement {
  const t = useTranslations('music');
  const { kind, send, store } = useMusic();
  const format = useFormatter();
  const tempo = useScene((state) => state.tempo);
  const swing = useScene((state) => state.swing);
  const temperature = useScene((state) => state.temperature);
  return (
    <div className={styles.controls} data-live>
      <fieldset className={styles.group}>
        <legend>{t('rhythm')}</legend>
        <Slider
          name={t('tempo')}
          value={tempo}
          range={limits.tempo}
          step={1}
          text={t('tempoText', { tempo: String(tempo) })}
          onChange={(value) => {
            send({ type: 'set', change: { tempo: value } });
          }}
        />
        <Slider
          name={t('swing')}
          value={swing}
          range={limits.swing}
          step={1}
          text={format.number(swing / 100, { style: 'percent' })}
          onChange={(value) => {
            send({ type: 'set', change: { swing: value } });
          }}
        />
        <FollowChoice />
        <Volume />
        {kind.name === 'melodies' && <Instrument />}
      </fieldset>
      <fieldset className={`${styles.group} ${styles.model}`}>
        <legend>{t('model')}</legend>
        <Slider
          name={t('temperature')}
          value={temperature}
          range={limits.temperature}
          step={0.05}
          text={format.number(temperature, { minimumFractionDigits: 2 })}
          onChange={(value) => {
            send({ type: 'set', change: { temperature: value } });
          }}
        />
        <Similarity />
        {musicAttributes[kind.name].map((name) => (
          <Attribute key={name} name={name} />
        ))}
        <div className={styles.row}>
          <Button
            // At temperature 0 nothing is random.
            disabled={temperature === 0}
            onClick={() => {
              send({ type: 'set', change: { seed: (store.get().seed + 1) % 100_000 } });
            }}
          >
            {t('reseed')}
          </Button>
          <CheckpointButton />
        </div>
        {temperature === 0 && <p className={styles.hint}>{t('reseedHint')}</p>}
      </fieldset>
      {kind.name === 'melodies' && <ScaleLock />}
      <Out />
    </div>
  );
}

/** Chooses when a change becomes audible. */
function FollowChoice() {
  const t = useTranslations('music');
  const { send } = useMusic();
  const follow = useScene((state) => state.follow);
  return (
    <div className={styles.follow}>
      <span aria-hidden="true">{t('follow')}</span>
      <Choices
        label={t('follow')}
        choices={follows}
        chosen={follow}
        onChoose={(chosen) => {
          send({ type: 'set', change: { follow: chosen } });
        }}
        nameOf={(each) => t(each)}
      />
    </div>
  );
}

function Volume() {
  const t = useTranslations('music');
  const format = useFormatter();
  const { send } = useMusic();
  const volume = useScene((state) => state.volume);
  const muted = useScene((state) => state.muted);
  return (
    <>
      <Slider
        name={t('volume')}
        value={volume}
        range={limits.volume}
        step={0.01}
        text={muted ? t('mutedText') : format.number(volume, { style: 'percent' })}
        onChange={(value) => {
          send({ type: 'volume', volume: value });
        }}
      />
      <div className={styles.row}>
        <Toggle
          pressed={muted}
          onToggle={(on) => {
            send({ type: 'mute', muted: on });
          }}
        >
          {t('mute')}
        </Toggle>
      </div>
    </>
  );
}

/** Sets how similar a variation is. */
function Similarity() {
  const t = useTranslations('music');
  const format = useFormatter();
  const { send } = useMusic();
  const similarity = useScene((state) => state.similarity);
  return (
    <Slider
      name={t('similarity')}
      value={similarity}
      range={limits.similarity}
      step={0.05}
      text={format.number(similarity, { style: 'percent' })}
      onChange={(value) => {
        send({ type: 'set', change: { similarity: Math.round(value * 100) / 100 } });
      }}
    />
  );
}

function Attribute({ name }: { name: 'density' | 'syncopation' | 'range' | 'contour' }) {
  const t = useTranslations('music');
  const format = useFormatter();
  const { send } = useMusic();
  const amount = useScene((state) => state.amounts[name] ?? 0);
  const signed = { signDisplay: 'exceptZero', minimumFractionDigits: 1 } as const;
  return (
    <Slider
      name={t(name)}
      value={amount}
      range={limits.amount}
      step={0.1}
      text={format.number(amount, signed).replace('-', '−')}
      onChange={(value) => {
        send({ type: 'amount', name, amount: Math.round(value * 10) / 10 });
      }}
    />
  );
}

function Instrument() {
  const t = useTranslations('music');
  const { send } = useMusic();
  const program = useScene((state) => state.program);
  return (
    <Choices
      label={t('instrument')}
      choices={programs}
      chosen={program}
      onChoose={(chosen) => {
        send({ type: 'set', change: { program: chosen } });
      }}
      nameOf={(each) => t(each === 0 ? 'piano' : each === 24 ? 'guitar' : 'organ')}
    />
  );
}

function ScaleLock() {
  const t = useTranslations('music');
  const { send } = useMusic();
  const scale = useScene((state) => state.scale);
  const root = useScene((state) => state.root);
  const names = usePitchNames();
  return (
    <fieldset className={styles.group}>
      <legend>{t('scale')}</legend>
      <Choices
        label={t('scale')}
        choices={scales}
        chosen={scale}
        onChoose={(chosen) => {
          send({ type: 'set', change: { scale: chosen } });
        }}
        nameOf={(each) => t(each)}
      />
      <label className={styles.root} data-off={scale === 'free'}>
        <span>{t('root')}</span>
        <select
          value={root}
          disabled={scale === 'free'}
          onChange={(event) => {
            send({ type: 'set', change: { root: Number(event.target.value) } });
          }}
        >
          {names.map((name, pitch) => (
            <option key={name} value={pitch}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

/** The buttons that save the loop as a file and copy a link. */
function Out() {
  const t = useTranslations('music');
  const { saveMidi, saveWav, link } = useMusic();
  const notify = useNotice();
  const count = String(useScene(loopBars));
  const [ending, setEnding] = useState<Ending>('loop');
  const saving = (save: () => Promise<void>) => () => {
    save().catch(() => {
      notify(t('saveFailed'));
    });
  };
  return (
    <div className={styles.out}>
      <Button onClick={saving(saveMidi)}>{t('saveMidi', { count })}</Button>
      <Button onClick={saving(async () => saveWav(ending))}>{t('saveWav', { count })}</Button>
      <Choices
        label={t('ending')}
        choices={endings}
        chosen={ending}
        onChoose={setEnding}
        nameOf={(each) => t(each)}
      />
      <CopyLink fragment={link} />
    </div>
  );
}
