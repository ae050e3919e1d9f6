/** The page of the Melodies scene in one language. The example melodies are included in it at build time. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../../i18n/messages';
import { preloadWorkerScript } from '../../../worker/page/preload';
import { MelodiesScene } from '../../../scenes/melodies/scene';
import { Shell } from '../../../shell/shell';
import { readLocale, buildMetadata, readExamples } from '../../page-data';
import type { PageProps } from '../../page-data';

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'melodies');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  return (
    <Shell locale={locale} page="melodies" messages={compiledMessages(locale, 'melodies')}>
      <script dangerouslySetInnerHTML={{ __html: preloadWorkerScript('melodies') }} />
      <MelodiesScene examples={await readExamples('melodies')} />
    </Shell>
  );
}
