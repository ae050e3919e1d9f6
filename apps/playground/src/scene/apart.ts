/** How far two pictures are apart, as a number and as it is written. */
'use client';

import { useFormatter } from 'use-intl';

/** How far two pictures are apart: the root of a pixel's mean square error, 1 for black against white. */
export function apart(a: Uint8Array, b: Uint8Array): number {
  const sum = a.reduce((total, value, i) => total + (value - b[i]!) ** 2, 0);
  return Math.sqrt(sum / a.length) / 255;
}

const percent = { style: 'percent', maximumFractionDigits: 0 } as const;

/** @returns how far two pictures are apart, as it is written. */
export function useApart(): (a: Uint8Array, b: Uint8Array) => string {
  const format = useFormatter();
  return (a, b) => format.number(apart(a, b), percent);
}
