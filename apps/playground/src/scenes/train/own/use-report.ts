/** What came of the files that were read last, in sentences. */
'use client';

import { useFormatter, useTranslations } from 'use-intl';
import { useStoreValue } from '../../../shared/state/store';
import { mostOwn } from '../../../worker/protocol/train';
import { maxMegabytes, maxMegapixels } from '../../../shared/pad/picture-limits';
import { useTrain } from '../controller/context';

/** @returns the sentences; empty if nothing has been read. */
export function useReport(): string {
  const t = useTranslations('trainOwn');
  const format = useFormatter();
  const file = useTranslations('file');
  const { collector } = useTrain();
  const report = useStoreValue(collector, (state) => state.report);
  if (report === undefined) return '';
  const { added, skipped, first, left } = report;
  const limits = { megabytes: String(maxMegabytes), megapixels: String(maxMegapixels) };
  return [
    added > 0 && t('added', { count: added }),
    first && t('skipped', { name: first.name, why: file(first.why, limits) }),
    skipped > 1 && t('skippedMore', { count: skipped - 1 }),
    left > 0 && t('full', { most: format.number(mostOwn), count: left }),
  ]
    .filter((sentence) => typeof sentence === 'string')
    .join(' ');
}
