/** The controls below the pad: play and pause, the path, variations. */
'use client';

import { useEffect, useRef, useState } from 'react';
import type { ReactElement, RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { Button, Toggle } from '../../../shared/components/button';
import { Choices } from '../../../shared/components/choices';
import { useNotice } from '../../../shared/components/notice';
import { useAnswers, useMusic, useScene } from '../controller/context';
import { barCounts, cornerLetters } from '../pattern/state';
import styles from './transport.module.css';

/** The buttons that play, pause and draw a path. */
export function Transport(): ReactElement {
  const t = useTranslations('music');
  const { send, touch } = useMusic();
  const drawing = useScene((state) => state.drawing);
  return (
    <div className={styles.transport} data-live>
      <Play />
      <Toggle
        pressed={drawing}
        onToggle={(on) => {
          touch();
          send({ type: 'drawing', on });
        }}
      >
        {t('drawPath')}
      </Toggle>
    </div>
  );
}

/** The play button, which moves to the corner of the screen when its place is out of view. */
function Play() {
  const t = useTranslations('music');
  const { setSound } = useMusic();
  const playing = useScene((state) => state.sound === 'on');
  const place = useRef<HTMLDivElement>(null);
  const away = useAway(place);
  return (
    <div ref={place} className={styles.place}>
      <button
        type="button"
        className={styles.play}
        aria-label={t(playing ? 'pause' : 'play')}
        data-playing={playing}
        data-away={away}
        onClick={() => {
          setSound(!playing);
        }}
      >
        <span aria-hidden="true" />
      </button>
    </div>
  );
}

/** @returns whether more than half of an element is out of view. */
function useAway(place: RefObject<HTMLElement | null>): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (place.current === null) return undefined;
    const sight = new IntersectionObserver(
      (entries) => {
        setAway((entries.at(-1)?.intersectionRatio ?? 1) < 0.5);
      },
      { threshold: [0, 0.5] },
    );
    sight.observe(place.current);
    return () => {
      sight.disconnect();
    };
  }, [place]);
  return away;
}

/** The help of the pad or, in the same place, the controls of a path, so that nothing else on the page moves. */
export function Aside(): ReactElement {
  const t = useTranslations('music');
  const { send, touch } = useMusic();
  const hasPath = useScene((state) => state.path.length > 1);
  const along = useScene((state) => state.along);
  const bars = useScene((state) => state.bars);
  return (
    <div className={styles.aside} data-live data-path={hasPath}>
      <p id="music-help" className={hasPath ? 'spoken' : styles.help}>
        {t('help')}
      </p>
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

/** A button for each corner that fills it with a variation of the playing pattern. */
export function SimilarButtons(): ReactElement {
  const t = useTranslations('music');
  const { putSimilar, touch } = useMusic();
  const notify = useNotice();
  const ready = useAnswers(({ status }) => status === 'ready');
  const fill = (at: number) => (): void => {
    const letter = cornerLetters[at]!;
    touch();
    putSimilar(at).then(
      (found) => {
        notify(t(found ? 'similarDone' : 'similarNone', { letter }));
      },
      () => {
        notify(t('similarFailed'));
      },
    );
  };
  return (
    <div className={styles.similar} role="group" aria-labelledby="similar-label">
      <span id="similar-label">{t('similar')}</span>
      <div className={styles.corners}>
        {cornerLetters.map((letter, at) => (
          <Button
            key={letter}
            label={t('similarCorner', { letter })}
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
