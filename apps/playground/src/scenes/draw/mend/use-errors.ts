/** The errors of the damaged and of the restored digit, as a sentence. */
'use client';

import { useTranslations } from 'use-intl';
import { rmsDifference, useRmsDifference } from '../../../shared/hooks/use-rms-difference';
import type { RestoredDigit } from '../controller/controller';

/**
 * @returns a function that writes the sentence. For blocks, which cut out only a small part of the picture, the
 *   sentence also gives the errors of that part alone.
 */
export function useErrors(): (restored: RestoredDigit) => string {
  const t = useTranslations('mend');
  const written = useRmsDifference();
  return ({ picture, damaged, restored, cut }) => {
    const errors = (where?: Uint8Array): { before: string; after: string } => ({
      before: written(picture, damaged, where),
      after: written(picture, restored, where),
    });
    const isCut = cut?.some((share) => share > 0) ?? false;
    const isWorse = rmsDifference(picture, restored) > rmsDifference(picture, damaged);
    return [
      t('off', errors()),
      ...(isCut ? [t('offCut', errors(cut))] : []),
      ...(isWorse ? [t('worse')] : []),
    ].join(' ');
  };
}
