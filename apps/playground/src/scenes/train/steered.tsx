/** The two settings that can be changed while it trains. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { isVariational } from '../../worker/protocol/train';
import { useScene, useTrain } from './controller/context';
import { scales } from './controller/scales';
import type { Steered as Setting } from './controller/scales';
import styles from './train.module.css';

export function Steered(): ReactElement {
  const family = useScene((state) => state.family);
  return (
    <>
      <Slider setting="learningRate" />
      {isVariational(family) && <Slider setting="beta" />}
    </>
  );
}

function Slider({ setting }: { setting: Setting }) {
  const t = useTranslations('train');
  const format = useFormatter();
  const { store } = useTrain();
  const value = useScene((state) => state[setting]);
  const { values, positionOf } = scales[setting];
  const text = format.number(value, { maximumSignificantDigits: 3 });
  return (
    <label className={styles.slider}>
      <span>
        {t(setting)} <b>{text}</b>
      </span>
      <input
        type="range"
        min={0}
        max={values.length - 1}
        value={positionOf(value)}
        aria-valuetext={text}
        onChange={({ currentTarget: { valueAsNumber: i } }) => {
          store.send({ type: 'set', change: { [setting]: values[i]! } });
        }}
      />
    </label>
  );
}
