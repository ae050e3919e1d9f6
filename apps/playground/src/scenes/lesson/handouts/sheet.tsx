/** A sheet to print: the questions and tasks without their answers, with room to write. */
'use client';

import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { pagePath } from '../../../site/pages';
import { siteUrl } from '../../../site/urls';
import { Button } from '../../../shared/components/button';
import { partIds, structure } from '../content/structure';
import type { PartId } from '../content/structure';
import type { LessonParts, QuestionText, TaskText, TeacherText } from '../content/types';
import styles from '../style/handouts.module.css';

interface SheetProps {
  readonly parts: LessonParts;
  readonly talk: TeacherText['talk'];
}

export function Sheet({ parts, talk }: SheetProps): ReactElement {
  const t = useTranslations('lessonSheet');
  const locale = useLocale();
  return (
    <main className={styles.handout} id="sheet" tabIndex={-1}>
      <h1>{t('heading')}</h1>
      <p className={styles.lead}>{t('lead', { address: siteUrl + pagePath(locale, 'lesson') })}</p>
      <p className={styles.links}>
        <a href={pagePath(locale, 'lesson')}>{t('back')}</a>
        <a href={pagePath(locale, 'teachers')}>{t('toTeachers')}</a>
        <span data-live>
          <Button
            onClick={() => {
              print();
            }}
          >
            {t('print')}
          </Button>
        </span>
      </p>
      {partIds.map((id, i) => (
        <SheetPart key={id} id={id} number={i + 1} parts={parts} ask={talk[id].ask} />
      ))}
    </main>
  );
}

interface SheetPartProps {
  readonly id: PartId;
  readonly number: number;
  readonly parts: LessonParts;
  readonly ask: string;
}

function SheetPart({ id, number, parts, ask }: SheetPartProps) {
  const t = useTranslations('lessonSheet');
  const { title, before, after, tasks } = parts[id];
  return (
    <section className={styles.part}>
      <h2>
        {number}. {title}
      </h2>
      <Boxes label={t('before')} questions={before} />
      <Boxes label={t('after')} questions={after} />
      {tasks.map((task, i) => (
        <SheetTask
          key={task.title}
          task={task}
          isNumber={structure[id].tasks[i]!.check.kind === 'number'}
        />
      ))}
      <p>
        <b>{t('own')}:</b> {ask}
      </p>
      <Lines count={3} />
    </section>
  );
}

function Boxes({ label, questions }: { label: string; questions: readonly QuestionText[] }) {
  return (
    <>
      {questions.map(({ question, answers }) => (
        <div key={question} className={styles.question}>
          <p>
            <b>{label}:</b> {question}
          </p>
          <ul>
            {answers.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function SheetTask({ task, isNumber }: { task: TaskText; isNumber: boolean }) {
  const t = useTranslations('lessonSheet');
  return (
    <div className={styles.question}>
      <p>
        <b>{t('task', { title: task.title })}.</b> {task.text.join(' ')} {task.question}
      </p>
      {isNumber ? (
        <p>{t('answer')}: ____________</p>
      ) : (
        <ul>
          {task.choices.map((choice) => (
            <li key={choice}>{choice}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Ruled lines. */
function Lines({ count }: { count: number }) {
  return (
    <div className={styles.lines} aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}
