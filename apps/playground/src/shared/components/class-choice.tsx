/** A choice of one class, with its label in front. */
'use client';

import type { ReactElement } from 'react';
import { Choices } from './choices';

interface ClassChoiceProps {
  readonly label: string;
  readonly classNames: readonly string[];
  readonly chosen: number;
  readonly onChoose: (label: number) => void;
}

export function ClassChoice({
  label,
  classNames,
  chosen,
  onChoose,
}: ClassChoiceProps): ReactElement {
  return (
    <>
      <span aria-hidden="true">{label}</span>
      <Choices
        label={label}
        choices={classNames.map((_, index) => index)}
        chosen={chosen}
        nameOf={(index) => classNames[index]}
        onChoose={onChoose}
      />
    </>
  );
}
