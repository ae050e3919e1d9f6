/** The Beats scene in one language, with its examples in the page. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../../i18n/messages';
import { preloadWorkerScript } from '../../../worker/page/preload';
import { BeatsScene } from '../../../scenes/beats/scene';
import { Shell } from '../../../shell/shell';
import { readLocale, buildMetadata, readExamples } from '../../page-data';
import type { PageProps } from '../../page-data';

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'beats');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  return (
    <Shell locale={locale} page="beats" messages={compiledMessages(locale, 'beats')}>
      <script dangerouslySetInnerHTML={{ __html: preloadWorkerScript('beats') }} />
      <BeatsScene examples={await readExamples('beats')} />
    </Shell>
  );
}
