/** Formats numbers for a language, with a minus sign instead of the hyphen that Intl writes in English. */
'use client';

import { useCallback } from 'react';
import { useFormatter } from 'use-intl';

/** A coordinate with two decimals. A value that rounds to zero has no sign. */
const hundredths = {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'negative',
} as const;

export function useHundredths(): (value: number) => string {
  const format = useFormatter();
  return useCallback((value) => withMinus(format.number(value, hundredths)), [format]);
}

/** U+2212, which is as wide as a plus, so that columns of figures stay aligned. */
export function withMinus(figure: string): string {
  return figure.replace('-', '−');
}
