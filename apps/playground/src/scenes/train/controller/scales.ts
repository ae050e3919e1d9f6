/** The scales of the sliders: positions are whole numbers, values are round. */

/** A slider whose positions stand for values. */
export interface Scale {
  readonly values: readonly number[];
  /** The position of the nearest value. */
  readonly positionOf: (value: number) => number;
}

function scaleOf(values: readonly number[]): Scale {
  return {
    values,
    positionOf(value) {
      const distances = values.map((one) => Math.abs(one - value));
      return distances.indexOf(Math.min(...distances));
    },
  };
}

/** 1, 2 and 5 times the powers of ten. */
const series = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i).flatMap((power) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
  );

export const scales = {
  learningRate: scaleOf([...series(-5, 0), 1]),
  beta: scaleOf([0, 0.1, 0.2, 0.5, 1, 2, 3, 4, 6, 8, 10, 20, 50, 100]),
} as const;
export type Steered = keyof typeof scales;

/** @returns the value of a slider that is nearest to a value. */
export const nearestOf = (setting: Steered, value: number): number => {
  const { values, positionOf } = scales[setting];
  return values[positionOf(value)]!;
};
