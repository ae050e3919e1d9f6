/**
 * Reads a picture that a person chooses, drops anywhere on the page or pastes. If that is not possible, reports why.
 */
'use client';

import { useTranslations } from 'use-intl';
import type { InputPicture } from './input-picture';
import { maxMegabytes, maxMegapixels } from './picture-limits';
import { useNotice } from '../components/notice';
import { usePageDrop } from '../hooks/use-file-drop';
import { useFilePaste } from '../hooks/use-file-paste';

type Take = (file: File | undefined) => void;

/** @returns a function that takes a file, and whether a file is being dragged over the page. */
export function usePictureInput(choose: (input: InputPicture) => void): {
  take: Take;
  over: boolean;
} {
  const take = useTake('readDigitFile', (pixels) => {
    choose({ kind: 'pixels', pixels });
  });
  useFilePaste(take);
  return { take, over: usePageDrop(take) };
}

/** @returns a function that takes a file as a colour picture, `[64, 64, 3]`. */
export function useColourFile(choose: (pixels: Uint8Array) => void): Take {
  return useTake('readColourFile', choose);
}

/** The code that reads files is loaded with the first file. */
function useTake(
  reader: 'readColourFile' | 'readDigitFile',
  choose: (pixels: Uint8Array) => void,
): Take {
  const t = useTranslations('file');
  const notify = useNotice();
  return (file) => {
    if (file === undefined) return;
    const read = async (): Promise<void> => {
      const readers = await import('./picture-file');
      const pixels = await readers[reader](file);
      if (pixels === 'size') {
        notify(t('size', { megabytes: String(maxMegabytes), megapixels: String(maxMegapixels) }));
      } else if (typeof pixels === 'string') notify(t(pixels));
      else {
        // Clears the notice about another file.
        notify('');
        choose(pixels);
      }
    };
    read().catch(() => {
      notify(t('broken'));
    });
  };
}
