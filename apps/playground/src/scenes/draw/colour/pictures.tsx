/** Chooses the colour picture: a file, or another rendered scene. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../shared/components/button';
import { FileButton } from '../../../shared/components/file-button';
import { useDraw, useScene } from '../controller/context';
import styles from './colour.module.css';

export function Pictures({ take }: { take: (file: File | undefined) => void }): ReactElement {
  const t = useTranslations('colour');
  const { send } = useDraw();
  const isOwn = useScene(({ colour }) => colour.kind === 'pixels');
  return (
    <div className={styles.pictures}>
      <FileButton accept="image/*" label={t('choose')} onFile={take}>
        {t('choose')}
      </FileButton>
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
