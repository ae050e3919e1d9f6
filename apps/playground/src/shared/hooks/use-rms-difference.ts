/** How far two pictures are rmsDifference, as a number and as it is written. */
'use client';

import { useFormatter } from 'use-intl';

/**
 * How far two pictures are rmsDifference: the root of a pixel's mean square error, 1 for black against white.
 *
 * @param where the pixels that count, those that are not 0. Default: all.
 */
export function rmsDifference(a: Uint8Array, b: Uint8Array, where?: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (where?.[i] === 0) continue;
    sum += (a[i]! - b[i]!) ** 2;
    count++;
  }
  return Math.sqrt(sum / count) / 255;
}

const percent = { style: 'percent', maximumFractionDigits: 0 } as const;

/** @returns how far two pictures are rmsDifference, as it is written. */
export function useRmsDifference(): (...of: Parameters<typeof rmsDifference>) => string {
  const format = useFormatter();
  return (...of) => format.number(rmsDifference(...of), percent);
}
