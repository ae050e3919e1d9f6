/** What is trained: each change begins a new training. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Choices } from '../../shared/components/choices';
import { CopyLink } from '../../shared/components/copy-link';
import { Steps } from '../../shared/components/steps';
import { batchSizes, datasets, families, latentSizes, networks } from '../../worker/protocol/train';
import { Export } from './export';
import { useScene, useTrain } from './controller/context';
import { hasClasses } from './controller/state';
import { Own } from './own/own';
import styles from './train.module.css';

export function Settings(): ReactElement {
  const t = useTranslations('train');
  const { store, link, startOver } = useTrain();
  const data = useScene((state) => state.data);
  const family = useScene((state) => state.family);
  const network = useScene((state) => state.network);
  const latents = useScene((state) => state.latents);
  const batchSize = useScene((state) => state.batchSize);
  const seed = useScene((state) => state.seed);
  return (
    <section className={styles.settings} aria-labelledby="settings-heading">
      <h2 id="settings-heading">{t('settings')}</h2>
      <div className={styles.chosen}>
        <Labelled text={t('data')}>
          <Choices
            label={t('data')}
            choices={datasets}
            chosen={data}
            nameOf={(one) => t(`datasets.${one}`)}
            onChoose={(one) => {
              store.send({ type: 'set', change: { data: one } });
            }}
          />
        </Labelled>
        <Own />
        <Labelled text={t('model')}>
          <Choices
            label={t('model')}
            choices={families}
            chosen={family}
            nameOf={(one) => t(`families.${one}`)}
            isUnavailable={(one) => one === 'cvae' && !hasClasses({ data })}
            onChoose={(one) => {
              store.send({ type: 'set', change: { family: one } });
            }}
          />
        </Labelled>
        <Labelled text={t('network')}>
          <Choices
            label={t('network')}
            choices={networks}
            chosen={network}
            nameOf={(one) => t(`networks.${one}`)}
            onChoose={(one) => {
              store.send({ type: 'set', change: { network: one } });
            }}
          />
        </Labelled>
        <Labelled text={t('latents')}>
          <Choices<number>
            label={t('latents')}
            choices={latentSizes}
            chosen={latents}
            nameOf={String}
            onChoose={(one) => {
              store.send({ type: 'set', change: { latents: one } });
            }}
          />
        </Labelled>
        <Labelled text={t('batch')}>
          <Choices<number>
            label={t('batch')}
            choices={batchSizes}
            chosen={batchSize}
            nameOf={String}
            onChoose={(one) => {
              store.send({ type: 'set', change: { batchSize: one } });
            }}
          />
        </Labelled>
        <label className={styles.seed}>
          <span>{t('seed')}</span>
          <input
            type="number"
            min={0}
            max={99999}
            value={seed}
            onChange={({ currentTarget: { valueAsNumber: value } }) => {
              if (Number.isInteger(value) && value >= 0 && value <= 99999) {
                store.send({ type: 'set', change: { seed: value } });
              }
            }}
          />
        </label>
        {!hasClasses({ data }) && <p>{t('noClasses')}</p>}
        <p>{t('anew')}</p>
      </div>
      <div className={styles.links}>
        <Steps store={store} onStartOver={startOver} />
        <CopyLink fragment={link} />
        <Export />
      </div>
    </section>
  );
}

function Labelled({ text, children }: { text: string; children: ReactElement }) {
  return (
    <div className={styles.labelled}>
      <span aria-hidden="true">{text}</span>
      {children}
    </div>
  );
}
