/** The loss of a VAE: the divergence of one latent number, and the price of two models at any beta. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { useAnswers, useLesson, useScene } from '../controller/context';
import { costs, divergence, totalCost } from '../controller/figures';
import type { Priced } from '../controller/figures';
import { ranges } from '../controller/state';
import styles from '../style/widgets.module.css';
import { Curve } from './curve';
import { Slider } from './frame';
import { Strip } from './strip';
import { Said } from './said';

export function VariationalWidget(): ReactElement {
  return (
    <>
      <Region />
      <Prices />
    </>
  );
}

function Region() {
  const t = useTranslations('lessonWidgets');
  const { set } = useLesson();
  const mean = useScene((state) => state.mean);
  const logVariance = useScene((state) => state.logVariance);
  const across = useAnswers((answers) => answers.across);
  const number = useHundredths();
  const deviation = Math.exp(logVariance / 2);
  const kl = number(divergence(mean, logVariance));
  return (
    <>
      <Curve mean={mean} deviation={deviation} name={t('curve')} />
      <div className={styles.controls}>
        <Slider
          name={t('mean')}
          value={mean}
          range={ranges.mean}
          text={number(mean)}
          onChange={(value) => {
            set({ mean: value });
          }}
        />
        <Slider
          name={t('logVariance')}
          value={logVariance}
          range={ranges.logVariance}
          text={number(logVariance)}
          onChange={(value) => {
            set({ logVariance: value });
          }}
        />
      </div>
      <p className={styles.line} data-kl={kl}>
        {t('divergence', { kl })}
      </p>
      <Strip pictures={across} columns={7} name={t('across')} />
      <Said
        text={
          across === undefined
            ? ''
            : t('spokenDivergence', { mean: number(mean), deviation: number(deviation), kl })
        }
      />
    </>
  );
}

const models: readonly (readonly [Priced, 'VAE' | 'β-VAE'])[] = [
  ['vae', 'VAE'],
  ['beta', 'β-VAE'],
];

function Prices() {
  const t = useTranslations('lessonWidgets');
  const format = useFormatter();
  const { set } = useLesson();
  const beta = useScene((state) => state.beta);
  const tenth = (value: number): string =>
    format.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const [vae, other] = [totalCost('vae', beta), totalCost('beta', beta)];
  const cheaper: Priced = vae <= other ? 'vae' : 'beta';
  return (
    <div className={styles.prices}>
      <Slider
        name={t('beta')}
        value={beta}
        range={ranges.beta}
        text={tenth(beta)}
        onChange={(value) => {
          set({ beta: value });
        }}
      />
      <table data-cheaper={cheaper}>
        <caption>{t('betaTable')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('model')}</th>
            <th scope="col">{t('reconstructionTerm')}</th>
            <th scope="col">{t('divergenceTerm')}</th>
            <th scope="col">{t('total')}</th>
          </tr>
        </thead>
        <tbody>
          {models.map(([model, name]) => (
            <tr key={model} data-cheaper={model === cheaper}>
              <th scope="row">
                {name} <small>{t('trainedAt', { beta: String(costs[model].beta) })}</small>
              </th>
              <td>{tenth(costs[model].reconstruction)}</td>
              <td>{tenth(costs[model].divergence)}</td>
              <td>
                <b>{tenth(totalCost(model, beta))}</b>{' '}
                <small>{model === cheaper ? t('cheaper') : ''}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Said text={t('spokenBeta', { beta: tenth(beta), vae: tenth(vae), other: tenth(other) })} />
    </div>
  );
}
