/** The Lesson's notes for teachers, in one language. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../../../i18n/messages';
import { lessonParts, teacherTexts } from '../../../../scenes/lesson/content/languages/languages';
import { TeacherNotes } from '../../../../scenes/lesson/handouts/notes';
import { Shell } from '../../../../shell/shell';
import { buildMetadata, readLocale } from '../../../page-data';
import type { PageProps } from '../../../page-data';

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'teachers');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  return (
    <Shell locale={locale} page="teachers" messages={compiledMessages(locale, 'teachers')}>
      <TeacherNotes text={teacherTexts[locale]} parts={lessonParts[locale]} />
    </Shell>
  );
}
