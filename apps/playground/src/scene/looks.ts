/** What a place on the plane looks like, in words: the class around it, or the two that it lies between. */
'use client';

import { useTranslations } from 'use-intl';
import type { Neighbourhood } from './nearest';

type Vote = Pick<Neighbourhood, 'first' | 'second'>;

export function useLooks(classNames: readonly string[]): (vote: Vote) => string {
  const t = useTranslations('looks');
  return ({ first, second }) => {
    const digit = classNames[first] ?? '';
    if (second === undefined) return t('like', { digit });
    return t('between', { first: digit, second: classNames[second] ?? '' });
  };
}
