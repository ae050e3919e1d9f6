/** Says what went wrong and what to do. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { Failure as ModelFailure } from '../../worker/page/failure';
import { Button } from './button';
import styles from './failure.module.css';

interface FailureProps {
  /** The scene's sentences around the advice. */
  readonly text: (advice: string) => string;
  readonly failure: ModelFailure | undefined;
  readonly onRetry: () => void;
}

export function Failure({ text, failure, onRetry }: FailureProps): ReactElement {
  const t = useTranslations('errors');
  const { cause, reason } = failure ?? { cause: 'other', reason: '' };
  return (
    <div className={styles.failure} role="alert">
      <p>{text(t(`advice.${cause}`))}</p>
      <Button onClick={onRetry}>{t('retry')}</Button>
      {reason !== '' && (
        <details>
          <summary>{t('details')}</summary>
          <code lang="en">{reason}</code>
        </details>
      )}
    </div>
  );
}
