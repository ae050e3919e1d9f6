/** Values of options: each parser takes a text and gives a value, or refuses it in a way that exits with usage. */
import { InvalidArgumentError } from 'commander';

export function wholeNumber(minimum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < minimum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum}.`);
    }
    return value;
  };
}

/** A number with its bounds. */
export function numberBetween(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= minimum && value <= maximum)) {
      throw new InvalidArgumentError(`It must be a number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

/** Four numbers: left, right, bottom, top. */
export function extent(text: string): [number, number, number, number] {
  const values = text.split(',').map(Number);
  const [left, right, bottom, top] = values;
  const sound = values.length === 4 && values.every(Number.isFinite);
  if (!sound || !(left! < right! && bottom! < top!)) {
    throw new InvalidArgumentError('It must be left,right,bottom,top, such as -3,3,-3,3.');
  }
  return [left!, right!, bottom!, top!];
}

/** For an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
