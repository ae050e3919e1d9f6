/** Parsers of option values: each turns a text into a value, or rejects it with a usage error. */
import * as fs from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** @param maximum an upper bound, so that a typing error does not fill the memory or run for days. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

/** A seed of 32 bits. */
export const seed = wholeNumber(0, 0xffff_ffff);

/** A number of examples. The bound is larger than any dataset. */
export const exampleCount = wholeNumber(1, 1e9);

/** A share of the training examples, such as `10%`, or `test`, the test part. */
export function shareOrTest(text: string): number | 'test' {
  if (text === 'test') return text;
  const value = percentage(text);
  if (!(value > 0 && value <= 0.5)) {
    throw new InvalidArgumentError('It must be a share of 50% at most, such as 10%, or test.');
  }
  return value;
}

/** A share of the whole, such as `1%`. @returns a number above 0, at most 1. */
export function share(text: string): number {
  const value = percentage(text);
  if (!(value > 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a share of 100% at most, such as 1%.');
  }
  return value;
}

/** @returns NaN for a text that is no percentage. */
function percentage(text: string): number {
  return Number(/^(\d+(?:\.\d+)?)%$/u.exec(text)?.[1]) / 100;
}

/** The shape of a picture: `28x28x1`. @returns `[height, width, channels]`. */
export function pictureShape(text: string): readonly [number, number, number] {
  const [, height, width, channels] = /^(\d{1,4})x(\d{1,4})x([13])$/u.exec(text) ?? [];
  if (channels === undefined || Number(height) < 1 || Number(width) < 1) {
    throw new InvalidArgumentError('It must be height, width and channels, such as 28x28x1.');
  }
  return [Number(height), Number(width), Number(channels)];
}

/** The sides of a picture in pixels: `64`, or `96x64`. @returns `[width, height]`. */
export function pictureSize(text: string): readonly [number, number] {
  const [, width, height = width] = /^(\d{1,5})(?:x(\d{1,5}))?$/u.exec(text) ?? [];
  if (width === undefined) {
    throw new InvalidArgumentError('It must be pixels, such as 64, or 96x64 (width x height).');
  }
  return [Number(width), Number(height)];
}

/** An output path; an empty one would mean the current folder. */
export function outputPath(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must be a path, such as out/a.');
  return text;
}

/** An output file with a fixed extension. @param ending the extension with its dot. */
export function outputEndingIn(ending: string): (text: string) => string {
  return (text) => {
    if (outputPath(text).toLowerCase().endsWith(ending)) return text;
    throw new InvalidArgumentError(`It must end in ${ending}, the format of the file.`);
  };
}

/** A folder that must exist. */
export function folder(text: string): string {
  if (fs.statSync(text, { throwIfNoEntry: false })?.isDirectory()) return text;
  throw new InvalidArgumentError('It must be a folder that exists.');
}

/** A number within bounds. */
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

/** Chord symbols separated by spaces: `C G Am F`. The model decides which symbols are chords. */
export function chords(text: string): readonly string[] {
  const symbols = text.split(/[\s,]+/u).filter((symbol) => symbol !== '');
  if (symbols.length === 0 || symbols.length > 256) {
    throw new InvalidArgumentError('It must be chords, such as "C G Am F".');
  }
  return symbols;
}

/** A tonic as its pitch class: `C`, `F#`, `Bb`. */
export function key(text: string): number {
  const [, letter, sign] = /^([A-G])(#|b)?$/u.exec(text) ?? [];
  if (letter === undefined) {
    throw new InvalidArgumentError('It must be a key, such as C, F# or Bb.');
  }
  const natural = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }[letter]!;
  return (natural + (sign === '#' ? 1 : sign === 'b' ? -1 : 0) + 12) % 12;
}

/** An attribute and a distance: `density=+1`. The option may be repeated. */
export function shift(
  text: string,
  before: readonly { readonly name: string; readonly amount: number }[] = [],
): readonly { readonly name: string; readonly amount: number }[] {
  const [, name, amount] = /^([a-z]+)=([+-]?\d*\.?\d+)$/u.exec(text) ?? [];
  if (name === undefined || Math.abs(Number(amount)) > 10) {
    throw new InvalidArgumentError('It must be name=amount from -10 to 10, such as density=+1.');
  }
  return [...before, { name, amount: Number(amount) }];
}

/** Values separated by commas: `1,2`. */
export function listOf<T>(parse: (text: string) => T): (text: string) => readonly T[] {
  return (text) => text.split(',').map((one) => parse(one.trim()));
}

/** Collects the values of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
