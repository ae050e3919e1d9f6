/** The RMS difference of two pictures, as a number and as text. */
'use client';

import { useFormatter } from 'use-intl';

/**
 * @param where a mask: only the pixels that are not 0 in it count. Default: all pixels.
 * @returns the root mean square difference of the pixels, where 1 is the difference between black and white.
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

/**
 * @param digits digits after the decimal point of the percentage. Default: 0.
 * @returns a function that formats the RMS difference of two pictures.
 */
export function useRmsDifference(digits = 0): (...of: Parameters<typeof rmsDifference>) => string {
  const format = useFormatter();
  const percent = {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as const;
  return (...of) => format.number(rmsDifference(...of), percent);
}
