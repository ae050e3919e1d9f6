/** Draw: in the middle of the page, the damaged digit is on the left and the restored digit on the right. */
'use client';

import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import type { Atlas } from '@speil/api';
import { useTranslations } from 'use-intl';
import { Essay, Frame } from '../../shared/components/frame';
import { Notices } from '../../shared/components/notice';
import { unpackBytes } from '../../shared/pad/ink-text';
import { DrawContext } from './controller/context';
import { createDraw } from './controller/controller';
import { ColourSection } from './colour/colour-section';
import { EnlargeSection } from './enlarge/enlarge-section';
import { EncodedSection } from './encoded/encoded-section';
import { Stage } from './mend/stage';

interface DrawSceneProps {
  readonly atlas: Atlas;
  /** The item that the page opens with. */
  readonly item: number;
  /** Its picture, in base64. */
  readonly pixels: string;
}

export function DrawScene({ atlas, item, pixels }: DrawSceneProps): ReactElement {
  const [draw] = useState(() =>
    createDraw(atlas, { item, picture: Uint8Array.from(unpackBytes(pixels) ?? []) }),
  );
  useEffect(() => draw.start(), [draw]);
  const t = useTranslations('mend');
  return (
    <DrawContext value={draw}>
      <Notices>
        <Frame heading={t('heading')} lead={t('lead')} withoutScripts={t('script')}>
          <Stage />
          <EnlargeSection />
          <EncodedSection />
          <ColourSection />
          <Lesson />
        </Frame>
      </Notices>
    </DrawContext>
  );
}

const lessonParts = ['practice', 'guess', 'clothes', 'small'] as const;

function Lesson() {
  const t = useTranslations('lesson');
  const parts = lessonParts.map((part) => [t(`${part}Title`), t(part)] as const);
  return <Essay heading={t('heading')} parts={parts} />;
}
