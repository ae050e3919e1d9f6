/** The table of contents: a list at the beginning, and a rail of numbers that stays in view on wide screens. */
'use client';

import type { MouseEvent, ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { partIds, questionId, structure } from './content/structure';
import type { PartId } from './content/structure';
import type { LessonParts } from './content/types';
import { useLesson, useScene } from './controller/context';
import { sectionId } from './controller/link';
import styles from './style/lesson.module.css';
import { useResults } from './quiz/context';
import type { Results } from './quiz/results';
import { useStoreValue } from '../../shared/state/store';

export function Contents({ parts }: { parts: LessonParts }): ReactElement {
  const t = useTranslations('lessonPage');
  const goTo = useGoTo();
  return (
    <nav className={styles.contents} id="contents" tabIndex={-1} aria-labelledby="contents-heading">
      <h2 id="contents-heading">{t('contents')}</h2>
      <ol>
        {partIds.map((id) => (
          <li key={id}>
            <a href={`#${sectionId(id)}`} onClick={goTo(id)}>
              <b>{parts[id].title}</b>
              <span>{parts[id].summary}</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** One number for each part. It shows where the reader is, and which quizzes are done. */
export function Rail({ parts }: { parts: LessonParts }): ReactElement {
  const t = useTranslations('lessonPage');
  const current = useScene((state) => state.part);
  const done = useStoreValue(useResults(), doneParts);
  const goTo = useGoTo();
  return (
    <nav className={styles.rail} aria-label={t('rail')}>
      <ol>
        {partIds.map((id, i) => (
          <li key={id}>
            <a
              href={`#${sectionId(id)}`}
              onClick={goTo(id)}
              aria-current={id === current ? 'location' : undefined}
              aria-label={`${i + 1}. ${parts[id].title}`}
              data-done={done.includes(` ${id} `)}
            >
              <span>{i + 1}</span>
              <b>{parts[id].title}</b>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Scrolls to a part. The address is kept by the controller, since it holds the widgets' state too. */
function useGoTo(): (part: PartId) => (event: MouseEvent) => void {
  const { store } = useLesson();
  return (part) => (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    store.send({ type: 'set', change: { part } });
    showPart(part);
  };
}

/** Scrolls to a part, and moves the focus there, so that the keyboard goes on from it. */
export function showPart(part: PartId): void {
  const section = document.getElementById(sectionId(part));
  section?.scrollIntoView();
  section?.focus({ preventScroll: true });
}

/** @returns the parts whose questions have all been answered, as a text, which is compared by value. */
export function doneParts(results: Results): string {
  const done = partIds.filter((id) =>
    (['before', 'after'] as const).every((when) =>
      structure[id][when].every((_, i) => results[questionId(id, when, i)] !== undefined),
    ),
  );
  return ` ${done.join(' ')} `;
}
