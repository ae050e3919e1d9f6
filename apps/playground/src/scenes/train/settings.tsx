/** What is trained: each change begins a new training. */
'use client';

import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Choices } from '../../shared/components/choices';
import { CopyLink } from '../../shared/components/copy-link';
import { Steps } from '../../shared/components/steps';
import {
  batchSizes,
  datasets,
  families,
  latentSizes,
  networks,
  noises,
} from '../../worker/protocol/train';
import { useScene, useTrain } from './controller/context';
import { hasClasses } from './controller/state';
import { Own } from './own/own';
import field from '../../shared/components/field.module.css';
import styles from './train.module.css';
import { useEngines } from './use-engines';

export function Settings(): ReactElement {
  const t = useTranslations('train');
  const { store, link, startOver } = useTrain();
  const data = useScene((state) => state.data);
  const family = useScene((state) => state.family);
  const network = useScene((state) => state.network);
  const latents = useScene((state) => state.latents);
  const batchSize = useScene((state) => state.batchSize);
  const seed = useScene((state) => state.seed);
  const engine = useScene((state) => state.engine);
  const noise = useScene((state) => state.noise);
  const found = useEngines();
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
        {family === 'denoise' && (
          <Labelled text={t('noise')}>
            <Choices
              label={t('noise')}
              choices={noises}
              chosen={noise}
              nameOf={(one) => t(`noises.${one}`)}
              onChoose={(one) => {
                store.send({ type: 'set', change: { noise: one } });
              }}
            />
          </Labelled>
        )}
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
        <NumberField
          text={t('latents')}
          least={latentSizes.least}
          most={latentSizes.most}
          value={latents}
          onChange={(value) => {
            store.send({ type: 'set', change: { latents: value } });
          }}
        />
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
        <NumberField
          text={t('seed')}
          least={0}
          most={99999}
          value={seed}
          onChange={(value) => {
            store.send({ type: 'set', change: { seed: value } });
          }}
        />
        <Labelled text={t('computesWith')}>
          <Choices
            label={t('computesWith')}
            choices={found.includes(engine) ? found : [...found, engine]}
            chosen={engine}
            nameOf={(one) => t(`engines.${one}`)}
            onChoose={(one) => {
              store.send({ type: 'set', change: { engine: one } });
            }}
          />
        </Labelled>
        {!hasClasses({ data }) && <p>{t('noClasses')}</p>}
        <p>{t('anew')}</p>
      </div>
      <div className={styles.links}>
        <Steps store={store} onStartOver={startOver} />
        <CopyLink fragment={link} />
      </div>
    </section>
  );
}

interface NumberFieldProps {
  readonly text: string;
  readonly least: number;
  readonly most: number;
  readonly value: number;
  /** Receives whole numbers within the limits. */
  readonly onChange: (value: number) => void;
}

function NumberField({ text, least, most, value, onChange }: NumberFieldProps) {
  // What a person types on the way to a number, such as nothing, stays in the field.
  const [typed, setTyped] = useState<string>();
  return (
    <label className={styles.number}>
      <span>{text}</span>
      <input
        type="number"
        className={field.field}
        inputMode="numeric"
        min={least}
        max={most}
        value={typed ?? value}
        onChange={({ currentTarget: { value: now, valueAsNumber: number } }) => {
          setTyped(now);
          if (Number.isInteger(number) && number >= least && number <= most) onChange(number);
        }}
        onBlur={() => {
          setTyped(undefined);
        }}
      />
    </label>
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
