/** The Compare scene in one language, with the visible window of every plane in the page. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../../i18n/messages';
import { preloadWorkerScript } from '../../../worker/page/preload';
import { planes } from '../../../worker/protocol/images';
import type { Windows } from '../../../scenes/compare/controller/controller';
import { CompareScene } from '../../../scenes/compare/scene';
import { Shell } from '../../../shell/shell';
import { readLocale, buildMetadata, readAtlas, readWindow } from '../../page-data';
import type { PageProps } from '../../page-data';

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'compare');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  const windows = await Promise.all(
    planes.map(async (plane) => [plane, await readWindow(plane)] as const),
  );
  return (
    <Shell locale={locale} page="compare" messages={compiledMessages(locale, 'compare')}>
      <script dangerouslySetInnerHTML={{ __html: preloadWorkerScript(planes[0]) }} />
      <CompareScene atlas={await readAtlas()} windows={Object.fromEntries(windows) as Windows} />
    </Shell>
  );
}
