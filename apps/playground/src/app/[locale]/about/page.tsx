/** What Speil is, in one language. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../../i18n/messages';
import { About } from '../../../scenes/about/about';
import { Shell } from '../../../shell/shell';
import { inSource, sourceUrl } from '../../../site/urls';
import { readLocale, buildMetadata } from '../../page-data';
import type { PageProps } from '../../page-data';

const links = {
  source: sourceUrl,
  lesson: inSource('docs/lesson/README.md'),
  guides: {
    terminal: inSource('docs/guides/terminal.md'),
    music: inSource('docs/guides/music.md'),
    packages: inSource('docs/guides/packages.md'),
  },
};

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'about');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  return (
    <Shell locale={locale} page="about" messages={compiledMessages(locale, 'about')}>
      <About links={links} />
    </Shell>
  );
}
