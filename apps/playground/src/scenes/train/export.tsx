/** Saves the model as it is now: a folder in a zip file, as `speil eval` reads it. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { saveFile } from '../../shared/browser/save-file';
import { Button } from '../../shared/components/button';
import { useNotice } from '../../shared/components/notice';
import { useAnswers, useTrain } from './controller/context';

/** The name of the folder, and of the file. */
const folder = 'speil-model';

export function Export(): ReactElement {
  const t = useTranslations('train');
  const { exportModel } = useTrain();
  const notify = useNotice();
  const ready = useAnswers(({ training }) => training.run !== undefined);
  const save = async (): Promise<void> => {
    const files = await exportModel();
    const { zipSync } = await import('fflate');
    const packed = zipSync({ [folder]: { ...files } }, { level: 0 });
    saveFile(`${folder}.zip`, packed, 'application/zip');
  };
  return (
    <Button
      disabled={!ready}
      onClick={() => {
        save().then(
          () => {
            notify(t('exported'));
          },
          () => {
            notify(t('exportFailed'));
          },
        );
      }}
    >
      {t('export')}
    </Button>
  );
}
