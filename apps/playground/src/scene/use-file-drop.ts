/** A place that takes a file from outside the browser, and shows while one hovers over it. */
import { useState } from 'react';
import type { DragEvent } from 'react';

export interface FileDrop {
  /** Whether files are over the place. */
  readonly over: boolean;
  /** For the place's element. */
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** @param takeFile gets the first file that is dropped. */
export function useFileDrop(takeFile: (file: File | undefined) => void): FileDrop {
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    // Else the browser would leave the page for the file.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
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
        takeFile(event.dataTransfer.files[0]);
      },
    },
  };
}
