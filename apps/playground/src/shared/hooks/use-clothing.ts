/** The names of the ten classes of Fashion-MNIST, in the language of the page. */
'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';

const keys = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9'] as const;

export function useClothing(): readonly string[] {
  const t = useTranslations('clothing');
  return useMemo(() => keys.map((key) => t(key)), [t]);
}
