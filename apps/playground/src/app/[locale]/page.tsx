/** The Explore scene in one language, with the atlas's numbers in the page. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../i18n/messages';
import { preloadWorkerScript } from '../../worker/page/preload';
import { ExploreScene } from '../../scenes/explore/scene';
import { Shell } from '../../shell/shell';
import { readLocale, buildMetadata, readAtlas } from '../page-data';
import type { PageProps } from '../page-data';

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'explore');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  return (
    <Shell locale={locale} page="explore" messages={compiledMessages(locale, 'explore')}>
      <script dangerouslySetInnerHTML={{ __html: preloadWorkerScript('vae') }} />
      <ExploreScene atlas={await readAtlas()} />
    </Shell>
  );
}
