/** A slider with its name and its value as text. */
'use client';

import type { ReactElement } from 'react';
import styles from './controls.module.css';

interface SliderProps {
  readonly name: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly step: number;
  readonly text: string;
  readonly onChange: (value: number) => void;
}

export function Slider({
  name,
  value,
  range: [min, max],
  step,
  text,
  onChange,
}: SliderProps): ReactElement {
  return (
    <label className={styles.slider}>
      <span>{name}</span>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={text}
        onChange={(event) => {
          onChange(Number(event.target.value));
        }}
      />
      <output>{text}</output>
    </label>
  );
}
