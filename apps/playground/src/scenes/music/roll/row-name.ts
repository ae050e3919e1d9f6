/** The names of the roll's rows. */
'use client';

import { useTranslations } from 'use-intl';
import type { Kind } from '../pattern/kind';

const drumNames = [
  'kick',
  'snare',
  'closedHat',
  'openHat',
  'lowTom',
  'midTom',
  'highTom',
  'crash',
  'ride',
] as const;
const pitchNames = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'] as const;

/** @returns the name of a row. In a melody only the rows of a C have a name, or all rows if `whole` is true. */
export function useRowName(kind: Kind): (row: number, whole?: boolean) => string {
  const t = useTranslations('drums');
  const names = usePitchNames();
  if (kind.name === 'beats') return (row) => t(drumNames[row]!);
  return (row, whole = false) =>
    whole || row % 12 === 0 ? `${names[row % 12]!}${Math.floor(row / 12) - 1}` : '';
}

/** @returns the names of the twelve pitch classes from C on. In Norwegian, B is called H. */
export function usePitchNames(): readonly string[] {
  const t = useTranslations('music');
  return pitchNames.map((name) => (name === 'B' ? t('pitchB') : name));
}
