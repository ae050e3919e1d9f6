/** A part of the lesson: a guess, the text, a widget, tasks and a quiz. */
'use client';

import { useEffect, useRef } from 'react';
import type { ReactElement, RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { Blocks } from './article/blocks';
import { FamilyTable } from './article/family';
import { Prose } from './article/prose';
import { questionId, structure } from './content/structure';
import type { PartId } from './content/structure';
import type { PartText } from './content/types';
import { useLesson } from './controller/context';
import { sectionId } from './controller/link';
import styles from './style/lesson.module.css';
import { Question } from './quiz/question';
import { Task } from './tasks/task';
import { Widget } from './widgets/widget';

interface PartProps {
  readonly id: PartId;
  /** From 1. */
  readonly number: number;
  readonly text: PartText;
}

export function Part({ id, number, text }: PartProps): ReactElement {
  const t = useTranslations('lessonPage');
  const section = useRef<HTMLElement>(null);
  useReading(id, section);
  const { tasks } = structure[id];
  return (
    <section
      ref={section}
      id={sectionId(id)}
      className={styles.part}
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      data-part={id}
    >
      <div className={styles.title}>
        <span aria-hidden="true">{number}</span>
        <h2 id={`${id}-title`}>{text.title}</h2>
      </div>
      <div className={styles.reading}>
        <Quiz id={id} when="before" text={text} />
        <div className={styles.text}>
          <Blocks blocks={text.text} />
          {id === 'further' && <FamilyTable />}
        </div>
      </div>
      {text.trial !== '' && (
        <figure className={styles.figure} aria-label={t('tryIt')}>
          <div className={styles.trial}>
            <figcaption>
              <b className={styles.kicker}>{t('tryIt')}</b>
              <span>{text.trial}</span>
            </figcaption>
            <Widget part={id} />
          </div>
        </figure>
      )}
      <div className={styles.practice}>
        {text.mistakes.map((mistake) => (
          <aside key={mistake.title} className={styles.mistake} aria-label={mistake.title}>
            <p className={styles.kicker}>{t('mistake')}</p>
            <h3>{mistake.title}</h3>
            <p>
              <Prose text={mistake.text} />
            </p>
          </aside>
        ))}
        {tasks.map((spec, i) => (
          <Task key={spec.id} spec={spec} text={text.tasks[i]!} />
        ))}
      </div>
      <div className={styles.closing}>
        <Quiz id={id} when="after" text={text} />
      </div>
    </section>
  );
}

function Quiz({ id, when, text }: { id: PartId; when: 'before' | 'after'; text: PartText }) {
  const t = useTranslations('lessonPage');
  return (
    <div className={styles.quiz} data-when={when}>
      <h3 className={styles.kicker}>{t(when === 'before' ? 'guess' : 'check')}</h3>
      {text[when].map((question, i) => (
        <Question
          key={question.question}
          name={questionId(id, when, i)}
          text={question}
          right={structure[id][when][i]!}
        />
      ))}
    </div>
  );
}

/** Reports the part to the state while it is in the middle of the window. */
function useReading(id: PartId, section: RefObject<HTMLElement | null>): void {
  const { store } = useLesson();
  useEffect(() => {
    const middle = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          store.send({ type: 'set', change: { part: id } });
        }
      },
      { rootMargin: '-35% 0px -60% 0px' },
    );
    if (section.current !== null) middle.observe(section.current);
    return () => {
      middle.disconnect();
    };
  }, [id, section, store]);
}
