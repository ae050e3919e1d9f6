/** A button that opens the browser's dialog for a file. */
'use client';

import { useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './button';

interface FileButtonProps {
  /** Types of files, as in the attribute `accept`. */
  readonly accept: string;
  /** The accessible name. It begins with the text. */
  readonly label: string;
  readonly onFile: (file: File | undefined) => void;
  readonly children: ReactNode;
}

export function FileButton({ accept, label, onFile, children }: FileButtonProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        data-file
        aria-label={label}
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          // Without this, choosing the same file again would do nothing.
          event.target.value = '';
        }}
      />
      <Button label={label} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
