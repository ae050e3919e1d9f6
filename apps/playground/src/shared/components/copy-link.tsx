/** A button that copies a link to the current state. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from './button';
import { useNotice } from './notice';

/** @param fragment the state as a link's fragment. */
export function CopyLink({ fragment }: { fragment: () => string }): ReactElement {
  const t = useTranslations('share');
  const notify = useNotice();
  const copy = (): void => {
    const { origin, pathname } = location;
    const url = `${origin}${pathname}${fragment()}`;
    // The clipboard is missing in an insecure context.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    Promise.resolve(clipboard?.writeText(url) ?? Promise.reject(new Error('No clipboard.'))).then(
      () => {
        notify(t('linkCopied'));
      },
      () => {
        notify(t('linkFailed'));
      },
    );
  };
  return <Button onClick={copy}>{t('link')}</Button>;
}
