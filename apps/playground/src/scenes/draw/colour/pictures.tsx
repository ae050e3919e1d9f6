/** Chooses the colour picture: a file, or another rendered scene. */
'use client';

import { useRef } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../shared/components/button';
import { useDraw, useScene } from '../controller/context';
import styles from './colour.module.css';

export function Pictures({ take }: { take: (file: File | undefined) => void }): ReactElement {
  const t = useTranslations('colour');
  const { send } = useDraw();
  const isOwn = useScene(({ colour }) => colour.kind === 'pixels');
  const file = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.pictures}>
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        data-colour-file
        aria-label={t('choose')}
        onChange={(event) => {
          take(event.target.files?.[0]);
          // Without this, choosing the same file again would do nothing.
          event.target.value = '';
        }}
      />
      <Button onClick={() => file.current?.click()}>{t('choose')}</Button>
      <Button
        onClick={() => {
          send({ type: 'next-scene' });
        }}
      >
        {t(isOwn ? 'backToScenes' : 'nextScene')}
      </Button>
    </div>
  );
}
