/**
 * Gives the positions of a dragging pointer as early as possible. `pointermove` waits for the next frame;
 * `pointerrawupdate` does not. Where `pointerrawupdate` is missing, as in insecure contexts, only `pointermove` is
 * used, which is up to a frame later.
 */
'use client';

import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** The fewest milliseconds between two positions, since a gaming mouse sends a thousand per second. */
const interval = 7;

/** @param onDrag receives the position of a pointer that the element has captured; the latest function is used. */
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
