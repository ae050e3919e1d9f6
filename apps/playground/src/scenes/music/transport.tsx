/** What lies at hand below the pad: start and stop, the path, something like what is heard. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button, Toggle } from '../../scene/button';
import { Choices } from '../../scene/choices';
import { useNotice } from '../../scene/notice';
import { useAnswers, useMusic, useScene } from './context';
import { barCounts, cornerLetters } from './state';
import styles from './transport.module.css';

/** Starts and stops, and the path. */
export function Transport(): ReactElement {
  const t = useTranslations('music');
  const { send, setSound, touch } = useMusic();
  const playing = useScene((state) => state.sound === 'on');
  const drawing = useScene((state) => state.drawing);
  const hasPath = useScene((state) => state.path.length > 1);
  const along = useScene((state) => state.along);
  const bars = useScene((state) => state.bars);
  return (
    <div className={styles.transport} data-live>
      <button
        type="button"
        className={styles.play}
        aria-label={t(playing ? 'pause' : 'play')}
        data-playing={playing}
        onClick={() => {
          setSound(!playing);
        }}
      >
        <span aria-hidden="true" />
      </button>
      <Toggle
        pressed={drawing}
        onToggle={(on) => {
          touch();
          send({ type: 'drawing', on });
        }}
      >
        {t('drawPath')}
      </Toggle>
      {hasPath && (
        <>
          <Choices
            label={t('pathBars')}
            choices={barCounts}
            chosen={bars}
            onChoose={(count) => {
              send({ type: 'set', change: { bars: count } });
            }}
            nameOf={(count) => t('bars', { count: String(count) })}
          />
          <Toggle
            pressed={along}
            onToggle={(on) => {
              touch();
              send({ type: 'along', on });
            }}
          >
            {t('along')}
          </Toggle>
          <Button
            onClick={() => {
              send({ type: 'path-clear' });
            }}
          >
            {t('clearPath')}
          </Button>
        </>
      )}
    </div>
  );
}

/** A corner each: what is heard stays where it is, and something like it comes beside it. */
export function LikeThis(): ReactElement {
  const t = useTranslations('music');
  const { like, touch } = useMusic();
  const notify = useNotice();
  const ready = useAnswers(({ status }) => status === 'ready');
  const fill = (at: number) => (): void => {
    const letter = cornerLetters[at]!;
    touch();
    like(at).then(
      (found) => {
        notify(t(found ? 'likeDone' : 'likeNone', { letter }));
      },
      () => {
        notify(t('likeFailed'));
      },
    );
  };
  return (
    <div className={styles.like} role="group" aria-labelledby="like-this">
      <span id="like-this">{t('like')}</span>
      <div className={styles.corners}>
        {cornerLetters.map((letter, at) => (
          <Button
            key={letter}
            label={t('likeCorner', { letter })}
            disabled={!ready}
            onClick={fill(at)}
          >
            {letter}
          </Button>
        ))}
      </div>
    </div>
  );
}
