/** A button that opens the browser's dialog for a file, for several files or for a folder. */
'use client';

import { useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './button';

interface FileButtonProps {
  /** Types of files, as in the attribute `accept`. */
  readonly accept: string;
  /** The accessible name. It begins with the text. */
  readonly label: string;
  /** Whether several files can be chosen, or a folder, which stands for all files in it. Default: a single file. */
  readonly several?: 'files' | 'folder';
  /** Receives the first file that was chosen, and all of them. */
  readonly onFile: (file: File | undefined, all: readonly File[]) => void;
  readonly children: ReactNode;
}

export function FileButton(props: FileButtonProps): ReactElement {
  const { accept, label, several, onFile, children } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={several !== undefined}
        // A browser that cannot choose folders lets people choose files.
        {...(several === 'folder' && { webkitdirectory: '' })}
        hidden
        data-file={several ?? 'one'}
        aria-label={label}
        onChange={(event) => {
          const files = Array.from(event.target.files ?? []);
          onFile(files[0], files);
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
