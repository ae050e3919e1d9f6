/** The collapse doctor: how much each dimension tells, and one sentence on what to do. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useCanvas } from '../../shared/hooks/use-canvas';
import { isVariational } from '../../worker/protocol/train';
import { useAnswers, useScene } from './controller/context';
import { deadDimensions, diagnose } from './controller/doctor';
import styles from './train.module.css';

export function Advice(): ReactElement {
  const t = useTranslations('train');
  const format = useFormatter();
  const training = useAnswers((state) => state.training);
  const family = useScene((state) => state.family);
  const latents = useScene((state) => state.latents);
  const last = training.epochs.at(-1);
  const kl = last?.klPerDimension ?? [];
  const learningRate = useScene((state) => state.learningRate);
  const diagnosis = diagnose(training, { family, latents, learningRate });
  const share = last?.validation ? last.validation.kl / last.validation.total : 0;
  return (
    <div className={styles.advice} data-diagnosis={diagnosis}>
      <p>{t(`advice.${diagnosis}`)}</p>
      {isVariational(family) && kl.length > 0 && (
        <figure>
          <Bars kl={kl} />
          <figcaption>
            {t('dimensions', {
              used: String(kl.length - deadDimensions(kl)),
              all: String(kl.length),
              share: format.number(share, { style: 'percent', maximumFractionDigits: 1 }),
            })}
          </figcaption>
        </figure>
      )}
    </div>
  );
}

/** The KL of each dimension as a bar. */
function Bars({ kl }: { kl: readonly number[] }) {
  const { ref } = useCanvas(
    ({ context, width, height, color }) => {
      const most = Math.max(1, ...kl);
      const step = width / kl.length;
      const bar = Math.min(step - 2, 24);
      context.fillStyle = color('--line');
      context.fillRect(0, height - 1, width, 1);
      context.fillStyle = color('--ink');
      kl.forEach((nats, d) => {
        const tall = (nats / most) * (height - 2);
        context.fillRect(d * step + (step - bar) / 2, height - 1 - tall, bar, tall);
      });
    },
    [kl],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}
