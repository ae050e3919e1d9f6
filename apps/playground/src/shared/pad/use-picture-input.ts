/** Takes a picture in that a person chooses, drops anywhere on the page or pastes, and says why it cannot. */
'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { InputPicture } from './input-picture';
import { useNotice } from '../components/notice';
import { usePageDrop } from '../hooks/use-file-drop';

type Take = (file: File | undefined) => void;

/** @returns what takes a file, and whether one is over the page. */
export function usePictureInput(hold: (held: InputPicture) => void): { take: Take; over: boolean } {
  const take = useTake(hold);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const [file] = event.clipboardData?.files ?? [];
      if (file === undefined) return;
      event.preventDefault();
      latest.current(file);
    };
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('paste', onPaste);
    };
  }, []);
  return { take, over: usePageDrop(take) };
}

/** What reads files comes when the first one does. */
function useTake(hold: (held: InputPicture) => void): Take {
  const t = useTranslations('file');
  const notify = useNotice();
  return (file) => {
    if (file === undefined) return;
    const read = async (): Promise<void> => {
      const { readPictureFile, maxMegabytes, maxMegapixels } = await import('./picture-file');
      const pixels = await readPictureFile(file);
      if (pixels === 'size') {
        notify(t('size', { megabytes: String(maxMegabytes), megapixels: String(maxMegapixels) }));
      } else if (typeof pixels === 'string') notify(t(pixels));
      else {
        // What was said of another file is no longer so.
        notify('');
        hold({ kind: 'pixels', pixels });
      }
    };
    read().catch(() => {
      notify(t('broken'));
    });
  };
}
