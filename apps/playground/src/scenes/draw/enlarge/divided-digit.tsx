/** The digit by interpolation on one side of the divider, by the network on the other. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { Surface } from '../../../shared/hooks/use-canvas';
import { paintHalftone } from '../../../shared/paint/halftone';
import { watch } from '../../../shared/state/store';
import { Divided } from '../components/divided';
import { useAnswers, useDraw, useScene } from '../controller/context';
import { selectBefore } from './before';

export function DividedDigit(): ReactElement {
  const t = useTranslations('enlarge');
  const { store, answers, send } = useDraw();
  return (
    <Divided
      share={() => store.get().divider}
      chosen={useScene(({ divider }) => divider)}
      onMove={(share) => {
        send({ type: 'divider', share });
      }}
      paint={{
        left: (surface) => {
          paintDigit(surface, selectBefore(store.get().before)(answers.get()));
        },
        right: (surface) => {
          paintDigit(surface, answers.get().enlarged?.network);
        },
      }}
      subscribe={(repaint) => [
        watch(store, ({ divider }) => divider, repaint),
        watch(store, ({ before }) => before, repaint),
        watch(answers, ({ enlarged }) => enlarged, repaint),
      ]}
      ready={useAnswers(({ enlarged }) => enlarged !== undefined)}
      label={t('divider')}
      help="enlarge-help"
    />
  );
}

function paintDigit({ context, width, color }: Surface, picture: Uint8Array | undefined): void {
  paintHalftone(context, picture, width, color('--ink'), picture && Math.sqrt(picture.length));
}
