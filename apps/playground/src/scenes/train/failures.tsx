/** Ways to make a training fail, each with one button and what one sees then. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../shared/components/button';
import { useTrain } from './controller/context';
import { defaultLink } from './controller/state';
import type { TrainLink } from './controller/state';
import styles from './train.module.css';

const failures = {
  collapse: { latents: 8, beta: 100 },
  explode: { learningRate: 0.5 },
  small: { data: 'fashion-mnist-10k', family: 'ae' },
  noise: { family: 'denoise', latents: 32, noise: 'item', learningRate: 0.005 },
  holes: { family: 'ae' },
} as const satisfies Record<string, Partial<TrainLink>>;

export function Failures(): ReactElement {
  const t = useTranslations('trainFailures');
  const { store, restart, play } = useTrain();
  return (
    <section className={styles.failures} aria-labelledby="failures-heading">
      <h2 id="failures-heading">{t('heading')}</h2>
      {(Object.keys(failures) as (keyof typeof failures)[]).map((name) => (
        <div key={name}>
          <h3>{t(`${name}Title`)}</h3>
          <p>{t(name)}</p>
          <Button
            onClick={() => {
              store.send({ type: 'set', change: { ...defaultLink, ...failures[name] } });
              restart();
              play();
              document.getElementById('training')?.scrollIntoView();
            }}
          >
            {t(`${name}Button`)}
          </Button>
        </div>
      ))}
    </section>
  );
}
