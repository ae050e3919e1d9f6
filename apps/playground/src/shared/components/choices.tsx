/** A group of radio buttons: a choice of one of a few visible options. */
'use client';

import type { ReactElement, ReactNode } from 'react';
import { useId } from 'react';
import styles from './choices.module.css';

interface ChoicesProps<Value> {
  readonly label: string;
  readonly choices: readonly Value[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
  readonly nameOf: (value: Value) => ReactNode;
  /** Whether a value cannot be chosen now; the scene says why. Default: all can be. */
  readonly isUnavailable?: (value: Value) => boolean;
}

export function Choices<Value extends string | number>({
  label,
  choices,
  chosen,
  onChoose,
  nameOf,
  isUnavailable = () => false,
}: ChoicesProps<Value>): ReactElement {
  const name = useId();
  return (
    <fieldset className={styles.choices}>
      <legend className="spoken">{label}</legend>
      {choices.map((value) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={value === chosen}
            disabled={isUnavailable(value)}
            onChange={() => {
              onChoose(value);
            }}
          />
          <span>{nameOf(value)}</span>
        </label>
      ))}
    </fieldset>
  );
}
