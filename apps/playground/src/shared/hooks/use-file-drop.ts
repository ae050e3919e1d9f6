/** Drop targets for files: single elements, and the page as a whole. */
import { useEffect, useRef, useState } from 'react';
import type { DragEvent as ReactDragEvent } from 'react';

export interface FileDrop {
  /** Whether files are dragged over the element. */
  readonly over: boolean;
  /** Handlers for the element. */
  readonly handlers: {
    readonly onDragEnter: (event: ReactDragEvent) => void;
    readonly onDragOver: (event: ReactDragEvent) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: ReactDragEvent) => void;
  };
}

/** Receives the first file that is dropped, and all that is. */
type TakeFile = (file: File | undefined, dropped: DataTransfer) => void;

export function useFileDrop(takeFile: TakeFile): FileDrop {
  const [over, setOver] = useState(false);
  const drag = (event: ReactDragEvent): void => {
    setOver(accept(event));
  };
  return {
    over,
    handlers: {
      onDragEnter: drag,
      onDragOver: drag,
      onDragLeave: () => {
        setOver(false);
      },
      onDrop: (event) => {
        event.preventDefault();
        setOver(false);
        takeFile(event.dataTransfer.files[0], event.dataTransfer);
      },
    },
  };
}

/**
 * Also takes files that are dropped elsewhere on the page, since the browser would otherwise navigate to them.
 *
 * @returns whether files are dragged over the page.
 */
export function usePageDrop(takeFile: TakeFile): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(takeFile);
  useEffect(() => {
    latest.current = takeFile;
  });
  useEffect(() => {
    const onDrag = (event: DragEvent): void => {
      if (!event.defaultPrevented) setOver(accept(event));
    };
    const onLeave = (event: DragEvent): void => {
      // The pointer has left the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      // A drop target has already taken the file.
      if (event.defaultPrevented || event.dataTransfer === null) return;
      event.preventDefault();
      latest.current(event.dataTransfer.files[0], event.dataTransfer);
    };
    addEventListener('dragover', onDrag);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onDrag);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}

/** @returns whether the event is about files. */
function accept(event: Pick<DragEvent, 'dataTransfer' | 'preventDefault'>): boolean {
  const { dataTransfer } = event;
  if (dataTransfer === null || !dataTransfer.types.includes('Files')) return false;
  event.preventDefault();
  dataTransfer.dropEffect = 'copy';
  return true;
}
