/**
 * Encodes bytes as base64url for links. For each stroke, ink has the number of points and then x and y of each point,
 * one byte each.
 */
import { maxPoints, maxPointsOfStroke, maxStrokes } from './strokes';
import type { Stroke, Strokes } from './strokes';

export function packInk(strokes: Strokes): string {
  return packBytes(
    strokes.flatMap((stroke) => [stroke.length, ...stroke.flatMap(({ x, y }) => [x, y])]),
  );
}

/** @returns the strokes; undefined for ink that no pad can hold. */
export function unpackInk(text: string): Strokes | undefined {
  const bytes = unpackBytes(text);
  if (bytes === undefined) return undefined;
  const strokes: Stroke[] = [];
  let points = 0;
  for (let at = 0; at < bytes.length;) {
    const count = bytes[at]!;
    const numbers = bytes.slice(at + 1, at + 1 + 2 * count);
    points += count;
    const fits = count >= 1 && count <= maxPointsOfStroke && numbers.length === 2 * count;
    if (!fits || points > maxPoints || strokes.length >= maxStrokes) return undefined;
    strokes.push(
      Array.from({ length: count }, (_, i) => ({ x: numbers[2 * i]!, y: numbers[2 * i + 1]! })),
    );
    at += 1 + 2 * count;
  }
  return strokes;
}

export function packBytes(bytes: Iterable<number>): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @returns the bytes; undefined for a text that is not base64url. */
export function unpackBytes(text: string): number[] | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
