/** What went wrong and what to do. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button';
import styles from './failure.module.css';

interface FailureProps {
  readonly text: string;
  /** As the browser or the model said it, in English. */
  readonly reason: string;
  readonly onRetry: () => void;
}

export function Failure({ text, reason, onRetry }: FailureProps): ReactElement {
  const t = useTranslations('errors');
  return (
    <div className={styles.failure} role="alert">
      <p>{text}</p>
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
