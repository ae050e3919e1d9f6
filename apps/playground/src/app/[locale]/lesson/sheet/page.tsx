/** The Lesson's sheet to print, in one language. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../../../i18n/messages';
import { lessonParts, teacherTexts } from '../../../../scenes/lesson/content/languages/languages';
import { Sheet } from '../../../../scenes/lesson/handouts/sheet';
import { Shell } from '../../../../shell/shell';
import { buildMetadata, readLocale } from '../../../page-data';
import type { PageProps } from '../../../page-data';

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'sheet');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  return (
    <Shell locale={locale} page="sheet" messages={compiledMessages(locale, 'sheet')}>
      <Sheet parts={lessonParts[locale]} talk={teacherTexts[locale].talk} />
    </Shell>
  );
}
