/** Held-out digits, and below each what the model makes of it. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../shared/hooks/use-canvas';
import { paintSheet } from '../../shared/paint/sheet';
import { shownReconstructions } from '../../worker/protocol/train';
import { useAnswers } from './controller/context';
import { useMoment } from './stage';
import styles from './train.module.css';

export function Reconstructions(): ReactElement {
  const t = useTranslations('train');
  const originals = useAnswers(({ start }) => start?.originals);
  const moment = useMoment();
  return (
    <figure className={styles.rows}>
      <Row pictures={moment?.inputs ?? originals} />
      <Row pictures={moment?.reconstructions} />
      <figcaption>{t('reconstructions')}</figcaption>
    </figure>
  );
}

function Row({ pictures }: { pictures: Uint8Array | undefined }) {
  const { ref } = useCanvas(
    (surface) => {
      if (pictures !== undefined) paintSheet(surface, pictures, shownReconstructions);
    },
    [pictures],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}
