/** The notes for teachers: aims, plans, questions to discuss, and all answers. The page needs no scripts. */
'use client';

import type { ReactElement, ReactNode } from 'react';
import { useFormatter, useLocale, useTranslations } from 'use-intl';
import { pagePath } from '../../../site/pages';
import { Prose } from '../article/prose';
import { partIds, structure } from '../content/structure';
import type { Check, PartId } from '../content/structure';
import type { LessonParts, QuestionText, TaskText, TeacherText } from '../content/types';
import styles from '../style/handouts.module.css';

interface NotesProps {
  readonly text: TeacherText;
  readonly parts: LessonParts;
}

export function TeacherNotes({ text, parts }: NotesProps): ReactElement {
  const t = useTranslations('lessonSheet');
  const locale = useLocale();
  return (
    <main className={styles.handout} id="notes" tabIndex={-1}>
      <h1>{text.heading}</h1>
      <p className={styles.lead}>{text.lead}</p>
      <p className={styles.links}>
        <a href={pagePath(locale, 'lesson')}>{t('back')}</a>
        <a href={pagePath(locale, 'sheet')}>{t('toSheet')}</a>
      </p>
      <Section title={text.aimTitle}>
        <List items={text.aims} />
      </Section>
      <Section title={text.beforeTitle}>
        <List items={text.before} />
      </Section>
      <Section title={text.plansTitle}>
        {text.plans.map((plan) => (
          <Plan key={plan.title} plan={plan} />
        ))}
      </Section>
      <Section title={text.talkTitle}>
        <p>{text.talkLead}</p>
        <dl className={styles.talk}>
          {partIds.map((id, i) => (
            <div key={id}>
              <dt>
                {i + 1}. {text.talk[id].ask}
              </dt>
              <dd>{text.talk[id].expect}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={text.answersTitle}>
        <p>{text.answersLead}</p>
        {partIds.map((id, i) => (
          <PartAnswers key={id} id={id} number={i + 1} parts={parts} />
        ))}
      </Section>
      <Section title={text.figuresTitle}>
        <List items={text.figures} />
      </Section>
    </main>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function List({ items }: { items: readonly string[] }) {
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

function Plan({ plan }: { plan: TeacherText['plans'][number] }) {
  const t = useTranslations('lessonSheet');
  return (
    <table className={styles.plan}>
      <caption>{plan.title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('minutes')}</th>
          <th scope="col">{t('step')}</th>
        </tr>
      </thead>
      <tbody>
        {plan.steps.map((step) => (
          <tr key={step.text}>
            <td>{step.minutes}</td>
            <td>{step.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PartAnswers({ id, number, parts }: { id: PartId; number: number; parts: LessonParts }) {
  const spec = structure[id];
  const text = parts[id];
  return (
    <div className={styles.answers}>
      <h3>
        {number}. {text.title}
      </h3>
      {(['before', 'after'] as const).flatMap((when) =>
        text[when].map((question, i) => (
          <RightAnswer key={question.question} text={question} right={spec[when][i]!} />
        )),
      )}
      {text.tasks.map((task, i) => (
        <TaskAnswer key={task.title} task={task} check={spec.tasks[i]!.check} />
      ))}
    </div>
  );
}

function RightAnswer({ text, right }: { text: QuestionText; right: number }) {
  const answer = text.answers[right]!;
  return (
    <div className={styles.question}>
      <p>{text.question}</p>
      <p>
        <b>{answer.text}</b> <Prose text={answer.why} />
      </p>
    </div>
  );
}

function TaskAnswer({ task, check }: { task: TaskText; check: Check }) {
  const t = useTranslations('lessonSheet');
  const format = useFormatter();
  const accepted =
    check.kind === 'choice'
      ? task.choices[check.right]
      : t('accepted', {
          value: format.number(check.value, { maximumFractionDigits: 1 }),
          unit: check.unit === 'percent' ? '%' : 'nats',
          tolerance: String(check.tolerance),
        });
  return (
    <div className={styles.question}>
      <p>
        {t('task', { title: task.title })}. {task.question}
      </p>
      <p>
        <b>{accepted}</b> {task.right}
      </p>
    </div>
  );
}
