/** Files that are pasted anywhere on the page. */
import { useEffect, useRef } from 'react';

/** @param takeFile receives the first file that is pasted, and all that is. Pasted text is left to the browser. */
export function useFilePaste(takeFile: (file: File, pasted: DataTransfer) => void): void {
  const latest = useRef(takeFile);
  useEffect(() => {
    latest.current = takeFile;
  });
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const { clipboardData } = event;
      const [file] = clipboardData?.files ?? [];
      if (clipboardData === null || file === undefined) return;
      event.preventDefault();
      latest.current(file, clipboardData);
    };
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('paste', onPaste);
    };
  }, []);
}
