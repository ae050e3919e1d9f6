/**
 * Describes the neighbourhood of a point on the plane: names one class, names two classes that the point lies between,
 * or says that all digits are far away.
 */
'use client';

import { useTranslations } from 'use-intl';
import type { Neighbourhood } from '../atlas/nearest';

export interface Vote extends Pick<Neighbourhood, 'first' | 'second'> {
  /** Whether even the nearest item is far away. */
  readonly far: boolean;
}

export function useClassDescription(classNames: readonly string[]): (vote: Vote) => string {
  const t = useTranslations('classDescription');
  return ({ first, second, far }) => {
    const digit = classNames[first] ?? '';
    if (far) return t('far', { digit });
    if (second === undefined) return t('near', { digit });
    return t('between', { first: digit, second: classNames[second] ?? '' });
  };
}
