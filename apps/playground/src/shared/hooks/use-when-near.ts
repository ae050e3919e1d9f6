/** Calls back once when an element comes near the viewport, so that its content is fetched and computed only then. */
'use client';

import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

export function useWhenNear<Target extends Element>(onNear: () => void): RefObject<Target | null> {
  const ref = useRef<Target>(null);
  const latest = useRef(onNear);
  useEffect(() => {
    latest.current = onNear;
  });
  useEffect(() => {
    const near = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: '400px' },
    );
    if (ref.current !== null) near.observe(ref.current);
    return () => {
      near.disconnect();
    };
  }, []);
  return ref;
}
