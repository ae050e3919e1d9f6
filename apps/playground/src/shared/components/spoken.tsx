/** A live region that speaks when its text has rested: nobody wants to hear every step of a slider. */
'use client';

import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';

/** Milliseconds of rest before anything is spoken. */
const rest = 600;

/** @param text empty as long as there is nothing to say. */
export function Spoken({ text }: { text: string }): ReactElement {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    if (text === '') return undefined;
    const timer = setTimeout(() => {
      setSpoken(text);
    }, rest);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  return (
    <p className="spoken" aria-live="polite" data-spoken>
      {spoken}
    </p>
  );
}
