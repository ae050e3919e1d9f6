/**
 * Reads and writes a link's fragment. Only what differs from the defaults is written. Each part that is read passes a
 * schema, and an invalid part counts as absent. A fragment never leaves the browser.
 */
import { matching, passed } from './schema';
import type { TextSchema } from './schema';
import { clampPoint, roundPoint } from '../geometry/geometry';
import type { Point, Square } from '../geometry/geometry';

/** Longer fragments are ignored. */
const maxLength = 8192;

export const decimal = matching(/^-?\d{1,3}(?:\.\d{1,6})?$/u);
/** Two numbers with a comma between them. */
export const pair = matching(/^-?\d{1,3}(?:\.\d{1,6})?,-?\d{1,3}(?:\.\d{1,6})?$/u);
export const whole = matching(/^\d{1,5}$/u);
export const base64url = matching(/^[A-Za-z0-9_-]{2,5000}$/u);

export type FragmentPart = readonly [key: string, value: string | undefined, byDefault?: string];

/** @returns `#…`, or an empty string for the defaults. */
export function writeFragment(parts: readonly FragmentPart[]): string {
  const written = new URLSearchParams();
  for (const [key, value, byDefault] of parts) {
    if (value !== undefined && value !== byDefault) written.set(key, value);
  }
  const text = written.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `#${text}`;
}

export function pointText({ x, y }: Point): string {
  return `${x},${y}`;
}

/** @param text a text that has passed `pair`. @returns the point, clamped to the square. */
export function pointFrom(text: string, within: Square): Point {
  const [x = 0, y = 0] = text.split(',').map(Number);
  return roundPoint(clampPoint({ x, y }, within));
}

export interface Fragment {
  has(key: string): boolean;
  /** @returns the result of `from` for the part, or the fallback if the part is absent or invalid. */
  read<Value>(
    key: string,
    schema: TextSchema,
    fallback: Value,
    from: (text: string) => Value,
  ): Value;
  /** @returns the choice that the part names, or the fallback if it names none. */
  choice<Value extends string | number>(
    key: string,
    choices: readonly Value[],
    fallback: Value,
  ): Value;
}

/** @returns the parts of a fragment; undefined if it is empty or too long. */
export function readFragment(fragment: string): Fragment | undefined {
  if (fragment.length < 2 || fragment.length > maxLength) return undefined;
  const parts = new URLSearchParams(fragment.slice(1));
  return {
    has: (key) => parts.has(key),
    read(key, schema, fallback, from) {
      const text = passed(schema, parts.get(key));
      return text === undefined ? fallback : from(text);
    },
    choice: (key, choices, fallback) =>
      choices.find((choice) => String(choice) === parts.get(key)) ?? fallback,
  };
}
