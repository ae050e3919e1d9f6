/** Calls as they are written on both targets: functions with arguments, some of which are made from a number. */

/** A call with numbers: addresses, mostly. `T` is the code of a target. */
export interface Call<T> {
  readonly numbers: readonly number[];
  /** The code, with numbers in the place of its own ones. */
  readonly write: (numbers: readonly T[]) => T;
}

/** An argument with a number in it, such as an address. */
export interface Varying<T> {
  readonly number: number;
  readonly around: (number: T) => T;
}

/** An argument of a call: code, or code around a number. */
export type Argument<T> = T | Varying<T>;

const isVarying = <T extends object | string>(one: Argument<T>): one is Varying<T> =>
  typeof one === 'object' && 'around' in one;

/** Changes the code of an argument. */
export const within = <T extends object | string>(
  argument: Argument<T>,
  change: (code: T) => T,
): Argument<T> =>
  isVarying(argument)
    ? { ...argument, around: (number) => change(argument.around(number)) }
    : change(argument);

/**
 * A call with arguments.
 *
 * @param written the code of the call with the code of all arguments.
 */
export function callWith<T extends object | string>(
  given: readonly Argument<T>[],
  written: (given: readonly T[]) => T,
): Call<T> {
  const varying = given.filter((one) => isVarying(one));
  return {
    numbers: varying.map(({ number }) => number),
    write: (numbers) => {
      let next = 0;
      return written(given.map((one) => (isVarying(one) ? one.around(numbers[next++]!) : one)));
    },
  };
}
