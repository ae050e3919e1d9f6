/** The Lesson: twelve parts around live widgets, with quizzes and tasks. */
'use client';

import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Atlas } from '@speil/api';
import { useLocale, useTranslations } from 'use-intl';
import { pagePath } from '../../site/pages';
import { Button } from '../../shared/components/button';
import { CopyLink } from '../../shared/components/copy-link';
import { Notices, useNotice } from '../../shared/components/notice';
import { Steps } from '../../shared/components/steps';
import { useStoreValue } from '../../shared/state/store';
import { partIds, questionId, structure } from './content/structure';
import type { LessonParts } from './content/types';
import type { Pattern } from '../../worker/protocol/music';
import { Contents, Rail, showPart } from './contents';
import { LessonContext, useLesson } from './controller/context';
import { createLesson } from './controller/controller';
import type { LessonController, PlaneWindow } from './controller/controller';
import styles from './style/lesson.module.css';
import { Part } from './part';
import { ResultsContext, useResults } from './quiz/context';
import { RhythmEnds } from './rhythm/ends';
import { createResults } from './quiz/results';
import type { Results } from './quiz/results';

interface LessonProps {
  readonly parts: LessonParts;
  readonly atlas: Atlas;
  readonly handWindow: PlaneWindow;
  /** The two rhythms of the part about music. */
  readonly rhythms: readonly [Pattern, Pattern];
}

export function LessonScene({ parts, atlas, handWindow, rhythms }: LessonProps): ReactElement {
  const [lesson] = useState(() => createLesson(atlas, handWindow));
  const [results] = useState(createResults);
  useEffect(() => startReading(lesson), [lesson]);
  useEffect(() => results.start(), [results]);
  return (
    <LessonContext value={lesson}>
      <ResultsContext value={results}>
        <RhythmEnds value={rhythms}>
          <Notices>
            <Lesson parts={parts} />
          </Notices>
        </RhythmEnds>
      </ResultsContext>
    </LessonContext>
  );
}

function Lesson({ parts }: { parts: LessonParts }) {
  const t = useTranslations('lessonPage');
  const locale = useLocale();
  return (
    <main className={styles.lesson}>
      <h1>{t('heading')}</h1>
      <p className={styles.lead}>{t('lead')}</p>
      <noscript>
        <p className={styles.noscript}>{t('script')}</p>
      </noscript>
      <p className={styles.links}>
        <a href={pagePath(locale, 'sheet')}>{t('sheet')}</a>
        <a href={pagePath(locale, 'teachers')}>{t('teachers')}</a>
      </p>
      <Contents parts={parts} />
      <Rail parts={parts} />
      {partIds.map((id, i) => (
        <Part key={id} id={id} number={i + 1} text={parts[id]} />
      ))}
      <Tools />
    </main>
  );
}

function Tools() {
  const t = useTranslations('lessonPage');
  const { link, store, startOver } = useLesson();
  const results = useResults();
  const notify = useNotice();
  const score = useStoreValue(results, scoreText);
  const [answered = '0', right = '0'] = score.split(' ');
  return (
    <div className={styles.tools} role="group" aria-label={t('tools')} data-live>
      <p data-score={score}>
        {t('answered', { answered, right, count: String(questions.length) })}
      </p>
      <Button
        disabled={answered === '0'}
        onClick={() => {
          results.send({ type: 'clear' });
          notify(t('forgotten'));
        }}
      >
        {t('restart')}
      </Button>
      <Steps store={store} onStartOver={startOver} />
      <CopyLink fragment={link} />
    </div>
  );
}

/** All questions, with their right answers. */
const questions = partIds.flatMap((id) =>
  (['before', 'after'] as const).flatMap((when) =>
    structure[id][when].map((right, i) => ({ name: questionId(id, when, i), right })),
  ),
);

/** @returns how many questions are answered, and how many rightly, as a text, which is compared by value. */
function scoreText(results: Results): string {
  const answered = questions.filter(({ name }) => results[name] !== undefined);
  const right = answered.filter((question) => results[question.name] === question.right);
  return `${answered.length} ${right.length}`;
}

/** Starts the scene, and shows the part that the address names, also when the address changes. */
function startReading(lesson: LessonController): () => void {
  const stop = lesson.start();
  const show = (): void => {
    const { part } = lesson.store.get();
    if (part !== undefined) showPart(part);
  };
  show();
  addEventListener('hashchange', show);
  return () => {
    removeEventListener('hashchange', show);
    stop();
  };
}
