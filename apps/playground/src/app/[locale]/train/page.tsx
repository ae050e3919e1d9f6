/** The Train scene in one language. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../../i18n/messages';
import { TrainScene } from '../../../scenes/train/scene';
import { Shell } from '../../../shell/shell';
import { preloadWorkerScript } from '../../../worker/page/preload';
import { buildMetadata, readLocale } from '../../page-data';
import type { PageProps } from '../../page-data';

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'train');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  return (
    <Shell locale={locale} page="train" messages={compiledMessages(locale, 'train')}>
      <script dangerouslySetInnerHTML={{ __html: preloadWorkerScript('training') }} />
      <TrainScene />
    </Shell>
  );
}
