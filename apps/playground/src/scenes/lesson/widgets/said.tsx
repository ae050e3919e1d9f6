/**
 * Announces what a widget shows, if the focus is in this widget. All widgets show the same digit, and a person who
 * changes it in one of them should not hear the others too.
 */
'use client';

import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { Spoken } from '../../../shared/components/spoken';

export function Said({ text }: { text: string }): ReactElement {
  const region = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const widget = region.current?.closest('[data-widget]');
    if (widget?.contains(document.activeElement) === true) setSaid(text);
  }, [text]);
  return (
    <div ref={region}>
      <Spoken text={said} />
    </div>
  );
}
