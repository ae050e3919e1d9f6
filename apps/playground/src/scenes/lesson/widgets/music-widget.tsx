/** The rhythms between two examples, seen and heard. Nothing of it is loaded before a person wants it. */
'use client';

import { use, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { drumClasses } from '@speil/music/patterns';
import { Button } from '../../../shared/components/button';
import { Failure } from '../../../shared/components/failure';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { useStoreValue } from '../../../shared/state/store';
import { patternSteps } from '../../../worker/protocol/music';
import type { Pattern } from '../../../worker/protocol/music';
import { useLesson, useScene } from '../controller/context';
import { ranges } from '../controller/state';
import { createRhythms, rhythmCount, strokesOf } from '../rhythm/rhythms';
import { RhythmEnds } from '../rhythm/ends';
import styles from '../style/widgets.module.css';
import { Slider } from './frame';
import { Said } from './said';

export function MusicWidget(): ReactElement {
  const t = useTranslations('lessonWidgets');
  const message = useTranslations('lessonPage');
  const { set } = useLesson();
  const ends = use(RhythmEnds);
  const mixture = useScene((state) => state.mixture);
  const [player] = useState(() => createRhythms(ends));
  const [wanted, setWanted] = useState(false);
  const { answers } = player;
  const patterns = useStoreValue(answers, (state) => state.patterns);
  const isPlaying = useStoreValue(answers, (state) => state.isPlaying);
  const status = useStoreValue(answers, (state) => state.status);
  const failure = useStoreValue(answers, (state) => state.failure);
  useEffect(() => player.close, [player]);
  const shown = patterns[mixture];
  const [step, count] = [String(mixture + 1), String(rhythmCount)];
  const strokes = shown && strokesOf(shown).length;
  return (
    <div className={styles.music} data-rhythms={patterns.length}>
      {status === 'failed' && (
        <Failure
          text={(advice) => message('failed', { advice })}
          failure={failure}
          onRetry={answers.retry}
        />
      )}
      <Roll pattern={shown ?? ends[0]} name={t('rhythm')} />
      {!wanted ? (
        <Button
          onClick={() => {
            setWanted(true);
            player.load();
          }}
        >
          {t('loadMusic')}
        </Button>
      ) : (
        <div className={styles.controls}>
          <Slider
            name={t('mixture')}
            value={mixture}
            range={ranges.mixture}
            text={t('step', { step, count })}
            onChange={(value) => {
              set({ mixture: value });
              if (isPlaying) void player.play(value);
            }}
          />
          <Button
            disabled={shown === undefined || !player.hasSound()}
            onClick={() => {
              if (isPlaying) player.pause();
              else void player.play(mixture);
            }}
          >
            {t(isPlaying ? 'pause' : 'play')}
          </Button>
        </div>
      )}
      {wanted && status === 'waiting' && <p className={styles.line}>{message('waiting')}</p>}
      {wanted && !player.hasSound() && <p className={styles.line}>{t('noSound')}</p>}
      <Said
        text={
          strokes === undefined ? '' : t('spokenRhythm', { step, count, strokes: String(strokes) })
        }
      />
    </div>
  );
}

/** The drums of a pattern, one row each, with a line at each beat. */
function Roll({ pattern, name }: { pattern: Pattern; name: string }) {
  const { ref } = useCanvas(
    ({ context, width, height, color }) => {
      const [cell, row] = [width / patternSteps, height / drumClasses.length];
      context.fillStyle = color('--line');
      for (let beat = 0; beat < patternSteps; beat += 4) {
        context.fillRect(Math.round(beat * cell), 0, beat % 16 === 0 ? 2 : 1, height);
      }
      context.fillStyle = color('--ink');
      for (const { step, drum } of strokesOf(pattern)) {
        context.fillRect(step * cell + 1, height - (drum + 1) * row + 1, cell - 2, row - 2);
      }
    },
    [pattern],
  );
  return (
    <div className={styles.roll}>
      <span>{name}</span>
      <canvas ref={ref} aria-hidden="true" />
    </div>
  );
}
