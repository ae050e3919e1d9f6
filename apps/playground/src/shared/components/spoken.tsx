/**
 * A live region that announces its text once it has stopped changing, so that screen readers do not announce every step
 * of a slider.
 */
'use client';

import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';

/** Milliseconds without a change before the text is announced. */
const rest = 600;

/** @param text the announcement; empty while there is nothing to announce. */
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
