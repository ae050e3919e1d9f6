/** The Lesson in one language. Its models are loaded only when a widget comes into view. */
import type { ReactElement } from 'react';
import type { Metadata } from 'next';
import { compiledMessages } from '../../../i18n/messages';
import { lessonParts } from '../../../scenes/lesson/content/languages/languages';
import { LessonScene } from '../../../scenes/lesson/scene';
import { Shell } from '../../../shell/shell';
import { buildMetadata, readAtlas, readExamples, readLocale, readWindow } from '../../page-data';
import type { PageProps } from '../../page-data';

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'lesson');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  const [first, second] = (await readExamples('beats')).map(({ pattern }) => pattern);
  return (
    <Shell locale={locale} page="lesson" messages={compiledMessages(locale, 'lesson')}>
      <LessonScene
        parts={lessonParts[locale]}
        atlas={await readAtlas()}
        handWindow={await readWindow('cvae')}
        rhythms={[first!, second!]}
      />
    </Shell>
  );
}
