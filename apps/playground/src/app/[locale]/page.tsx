/** The Explore scene in one language, with the atlas's figures in the page. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../i18n/messages';
import { preloadWorkerScript } from '../../worker/page/preload';
import { ExploreScene } from '../../scenes/explore/scene';
import { Shell } from '../../shell/shell';
import { localeOf, metadataOf, readAtlas } from '../page-of';
import type { PageProps } from '../page-of';

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return metadataOf(await localeOf(props), 'explore');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await localeOf(props);
  return (
    <Shell locale={locale} page="explore" messages={compiledMessages(locale, 'explore')}>
      <script dangerouslySetInnerHTML={{ __html: preloadWorkerScript('vae') }} />
      <ExploreScene atlas={await readAtlas()} />
    </Shell>
  );
}
