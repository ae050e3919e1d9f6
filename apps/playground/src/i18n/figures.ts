/** Formats numbers for a language, with a minus sign where Intl's English has a hyphen. */
'use client';

import { useCallback } from 'react';
import { useFormatter } from 'use-intl';

/** A coordinate, to two decimals; what rounds to zero has no sign. */
const hundredths = {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'negative',
} as const;

export function useHundredths(): (value: number) => string {
  const format = useFormatter();
  return useCallback((value) => withMinus(format.number(value, hundredths)), [format]);
}

/** U+2212, as wide as a plus, so that columns of figures stand still. */
export function withMinus(figure: string): string {
  return figure.replace('-', '−');
}
