/**
 * A question of the quiz. Each answer, right or wrong, has an explanation. Without scripts, all of them can be
 * unfolded.
 */
'use client';

import { useId } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Prose } from '../article/prose';
import type { QuestionText } from '../content/types';
import styles from '../style/lesson.module.css';
import { useResult, useResults } from './context';

interface QuestionProps {
  /** The name under which the answer is kept. */
  readonly name: string;
  readonly text: QuestionText;
  /** The index of the right answer. */
  readonly right: number;
}

export function Question({ name, text, right }: QuestionProps): ReactElement {
  const t = useTranslations('lessonPage');
  const results = useResults();
  const chosen = useResult(name);
  const group = useId();
  return (
    <div className={styles.question} data-question={name} data-answer={chosen ?? ''}>
      <fieldset>
        <legend>{text.question}</legend>
        {text.answers.map((answer, i) => (
          <label key={answer.text} data-right={chosen === i ? i === right : undefined}>
            <input
              type="radio"
              name={group}
              checked={chosen === i}
              data-live
              onChange={() => {
                results.send({ type: 'answer', name, answer: i });
              }}
            />
            <span>{answer.text}</span>
          </label>
        ))}
      </fieldset>
      <div aria-live="polite" className={styles.verdict} data-live>
        {chosen !== undefined && (
          <p data-right={chosen === right}>
            <b>{t(chosen === right ? 'right' : 'wrong')}.</b>{' '}
            <Prose text={withoutVerdict(text.answers[chosen]?.why ?? '')} />
          </p>
        )}
      </div>
      <details className={styles.static}>
        <summary>{t('explanations')}</summary>
        <Explanations text={text} right={right} />
      </details>
    </div>
  );
}

/** All answers with their explanations. */
export function Explanations({ text, right }: Pick<QuestionProps, 'text' | 'right'>): ReactElement {
  return (
    <ul className={styles.explanations}>
      {text.answers.map((answer, i) => (
        <li key={answer.text} data-right={i === right}>
          <b>{answer.text}</b> <Prose text={answer.why} />
        </li>
      ))}
    </ul>
  );
}

/** The page says itself whether an answer is right, so the explanation need not begin with it. */
function withoutVerdict(why: string): string {
  const rest = /^(?:Right|Riktig)[.:,] (?<rest>.)(?<more>.*)$/u.exec(why)?.groups;
  return rest === undefined ? why : `${rest['rest']!.toUpperCase()}${rest['more']!}`;
}
