/** A colour picture as a network receives it on one side of the divider, and the network's output on the other. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { paintColour } from '../../../shared/paint/colour';
import { watch } from '../../../shared/state/store';
import { Divided } from '../components/divided';
import { useAnswers, useDraw, useScene } from '../controller/context';
import { selectColour, shownBefore } from './before';

export function DividedColour(): ReactElement {
  const t = useTranslations('colour');
  const { store, answers, send } = useDraw();
  return (
    <Divided
      share={() => store.get().colourDivider}
      chosen={useScene(({ colourDivider }) => colourDivider)}
      onMove={(share) => {
        send({ type: 'colour-divider', share });
      }}
      paint={{
        left: ({ context, width }) => {
          const { colourBefore, task } = store.get();
          const { colour } = answers.get();
          // Until the next answer, the picture shows the task of the last one.
          const before = shownBefore(colourBefore, colour?.task ?? task);
          paintColour(context, selectColour(before)(answers.get()), width);
        },
        right: ({ context, width }) => {
          paintColour(context, answers.get().colour?.network, width);
        },
      }}
      subscribe={(repaint) => [
        watch(store, ({ colourDivider }) => colourDivider, repaint),
        watch(store, ({ colourBefore }) => colourBefore, repaint),
        watch(answers, ({ colour }) => colour, repaint),
      ]}
      ready={useAnswers(({ colour }) => colour !== undefined)}
      label={t('divider')}
      help="colour-help"
    />
  );
}
