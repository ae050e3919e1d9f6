/** The controls of the damage: its kind, its strength, and a button that draws it again. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { noises } from '../../../worker/protocol/images';
import { Button } from '../../../shared/components/button';
import { Choices } from '../../../shared/components/choices';
import { useDraw, useScene } from '../controller/context';
import styles from './stage.module.css';

export function Damage(): ReactElement {
  const t = useTranslations('mend');
  const { send } = useDraw();
  const noise = useScene((state) => state.noise);
  return (
    <div className={styles.damage} data-live>
      <Choices
        label={t('noise')}
        choices={noises}
        chosen={noise}
        onChoose={(chosen) => {
          send({ type: 'noise', noise: chosen });
        }}
        nameOf={(kind) => t(kind)}
      />
      <Strength />
      <Button
        // A blur is not random.
        disabled={noise === 'blur'}
        onClick={() => {
          send({ type: 'reseed' });
        }}
      >
        {t('reseed')}
      </Button>
    </div>
  );
}

function Strength() {
  const t = useTranslations('mend');
  const format = useFormatter();
  const { send } = useDraw();
  const strength = useScene((state) => state.strength);
  const percent = format.number(strength, { style: 'percent' });
  return (
    <label className={styles.strength}>
      <span>{t('strength')}</span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={strength}
        aria-valuetext={percent}
        onChange={(event) => {
          send({ type: 'strength', strength: Number(event.target.value) }, event.timeStamp);
        }}
      />
      <output>{percent}</output>
    </label>
  );
}
