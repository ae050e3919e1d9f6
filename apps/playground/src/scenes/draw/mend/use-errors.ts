/** How far the damaged digit and the mended one are from what it was, in words. */
'use client';

import { useTranslations } from 'use-intl';
import { rmsDifference, useRmsDifference } from '../../../shared/hooks/use-rms-difference';
import type { Mended } from '../controller';

/** @returns the words. What blocks have cut out is a small part of all: it has figures of its own. */
export function useErrors(): (mended: Mended) => string {
  const t = useTranslations('mend');
  const written = useRmsDifference();
  return ({ picture, spoiled, restored, cut }) => {
    const errors = (where?: Uint8Array): { before: string; after: string } => ({
      before: written(picture, spoiled, where),
      after: written(picture, restored, where),
    });
    const isCut = cut?.some((share) => share > 0) ?? false;
    const isWorse = rmsDifference(picture, restored) > rmsDifference(picture, spoiled);
    return [
      t('off', errors()),
      ...(isCut ? [t('offCut', errors(cut))] : []),
      ...(isWorse ? [t('worse')] : []),
    ].join(' ');
  };
}
