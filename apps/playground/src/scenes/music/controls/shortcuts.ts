/**
 * Keys that work anywhere in a scene of music: Space plays and pauses; Escape ends drawing a path or editing a corner.
 */
'use client';

import { useEffect } from 'react';
import type { MusicController } from '../controller/contract';

export function useShortcuts({ store, setSound }: MusicController): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      // A dialog handles its own keys.
      if (document.querySelector('dialog[open]') !== null) return;
      const { sound, drawing, open } = store.get();
      if (event.key === ' ' && !isPressed(event.target)) {
        event.preventDefault();
        if (!event.repeat) setSound(sound !== 'on');
      } else if (event.key === 'Escape') {
        if (drawing) store.send({ type: 'drawing', on: false });
        else if (open !== undefined) store.send({ type: 'open', corner: undefined });
      }
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  }, [store, setSound]);
}

/** Whether Space already does something in the focused element. */
function isPressed(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'range';
  return target instanceof Element && target.matches('button, select, textarea, summary');
}
