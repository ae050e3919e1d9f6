/** A task: what to do in a scene, a link to it, and a check of the answer. */
'use client';

import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { pagePath } from '../../../site/pages';
import { Button } from '../../../shared/components/button';
import { Choices } from '../../../shared/components/choices';
import field from '../../../shared/components/field.module.css';
import { Prose } from '../article/prose';
import { isRight } from '../content/structure';
import type { Check, TaskSpec } from '../content/structure';
import type { TaskText } from '../content/types';
import styles from '../style/lesson.module.css';
import { useResult, useResults } from '../quiz/context';
import { readNumber } from './read-number';

interface TaskProps {
  readonly spec: TaskSpec;
  readonly text: TaskText;
}

type Outcome = 'open' | 'unreadable' | 'wrong' | 'right';

export function Task({ spec, text }: TaskProps): ReactElement {
  const t = useTranslations('lessonPage');
  const locale = useLocale();
  const results = useResults();
  const name = `task.${spec.id}`;
  const isSolved = useResult(name) === 1;
  const [outcome, setOutcome] = useState<Outcome>('open');
  const judge = (next: Outcome): void => {
    setOutcome(next);
    if (next === 'right') results.send({ type: 'answer', name, answer: 1 });
  };
  const shown = outcome === 'open' && isSolved ? 'right' : outcome;
  return (
    <div className={styles.task} data-task={spec.id} data-outcome={shown}>
      <p className={styles.kicker}>{t('task')}</p>
      <h3>{text.title}</h3>
      {text.text.map((paragraph) => (
        <p key={paragraph}>
          <Prose text={paragraph} />
        </p>
      ))}
      <p>
        <a className={styles.link} href={`${pagePath(locale, spec.scene)}${spec.fragment}`}>
          {text.link}
        </a>
      </p>
      <p className={styles.asks}>{text.question}</p>
      {spec.check.kind === 'choice' ? (
        <ChoiceAnswer text={text} check={spec.check} judge={judge} isSolved={isSolved} />
      ) : (
        <NumberAnswer text={text} check={spec.check} judge={judge} />
      )}
      <div aria-live="polite" className={styles.verdict} data-live>
        {shown !== 'open' && (
          <p data-right={shown === 'right'}>
            <Verdict outcome={shown} text={text} />
          </p>
        )}
      </div>
      <details className={styles.static}>
        <summary>{t('explanations')}</summary>
        <p>{text.right}</p>
      </details>
    </div>
  );
}

function Verdict({ outcome, text }: { outcome: Exclude<Outcome, 'open'>; text: TaskText }) {
  const t = useTranslations('lessonPage');
  switch (outcome) {
    case 'unreadable':
      return <>{t('noNumber')}</>;
    case 'wrong':
      return (
        <>
          <b>{t('taskWrong')}</b> {text.hint}
        </>
      );
    case 'right':
      return (
        <>
          <b>{t('taskRight')}</b> {text.right.replace(/^(?:Yes|Ja)\. /u, '')}
        </>
      );
  }
}

interface AnswerProps<Kind> {
  readonly text: TaskText;
  readonly check: Extract<Check, { kind: Kind }>;
  readonly judge: (outcome: Outcome) => void;
}

function ChoiceAnswer({
  text,
  check,
  judge,
  isSolved,
}: AnswerProps<'choice'> & { isSolved: boolean }) {
  const t = useTranslations('lessonPage');
  const [chosen, setChosen] = useState<number>();
  return (
    <div className={styles.choices}>
      <Choices
        label={`${t('yourAnswer')}: ${text.question}`}
        choices={text.choices.map((_, i) => i)}
        chosen={chosen ?? (isSolved ? check.right : -1)}
        nameOf={(i) => text.choices[i]}
        onChoose={(i) => {
          setChosen(i);
          judge(i === check.right ? 'right' : 'wrong');
        }}
      />
    </div>
  );
}

function NumberAnswer({ text, check, judge }: AnswerProps<'number'>) {
  const t = useTranslations('lessonPage');
  const id = useId();
  const [given, setGiven] = useState('');
  return (
    <form
      className={styles.number}
      data-live
      onSubmit={(event) => {
        event.preventDefault();
        const value = readNumber(given);
        if (value === undefined) judge('unreadable');
        else judge(isRight(check, value) ? 'right' : 'wrong');
      }}
    >
      <label htmlFor={id} aria-label={`${t('yourAnswer')}: ${text.question}`}>
        {t('yourAnswer')}
      </label>
      <input
        id={id}
        className={field.field}
        inputMode="decimal"
        autoComplete="off"
        value={given}
        onChange={(event) => {
          setGiven(event.target.value);
        }}
      />
      <span>{t(check.unit)}</span>
      <Button type="submit">{t('checkAnswer')}</Button>
    </form>
  );
}
