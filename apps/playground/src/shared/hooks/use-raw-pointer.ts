/**
 * A dragging pointer's positions as soon as the browser has them. `pointermove` waits for the next frame, which costs a
 * drag up to a frame before the model even hears of it; `pointerrawupdate` does not wait. Where a browser has no such
 * event (or the page is not served safely), `pointermove` alone serves, a frame later.
 */
'use client';

import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Milliseconds between two positions that are taken: a gaming mouse sends a thousand a second. */
const interval = 7;

/** @param onDrag gets the position of a pointer that the element has captured; the latest one given is used. */
export function useRawPointer(
  element: RefObject<HTMLElement | null>,
  onDrag: (event: PointerEvent) => void,
): void {
  const latest = useRef(onDrag);
  useEffect(() => {
    latest.current = onDrag;
  });
  useEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    let last = -Infinity;
    const take = (event: Event): void => {
      if (!(event instanceof PointerEvent) || !target.hasPointerCapture(event.pointerId)) return;
      if (event.timeStamp - last < interval) return;
      last = event.timeStamp;
      latest.current(event);
    };
    target.addEventListener('pointerrawupdate', take);
    return () => {
      target.removeEventListener('pointerrawupdate', take);
    };
  }, [element]);
}
