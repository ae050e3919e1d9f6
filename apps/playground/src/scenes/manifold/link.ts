/**
 * A link's fragment and the state are two forms of one thing: `decodeLink(encodeLink(s))` is `s`. Only what differs from
 * the defaults is written. What comes from outside passes a schema part by part: a part that does not fit counts as
 * absent, so that a hostile link is at worst the page as it opens. A fragment never leaves the browser.
 */
import * as z from 'zod/mini';
import { clampPoint, roundPoint, roundTo } from './geometry';
import type { Point } from './geometry';
import { defaultLink, speeds } from './state';
import type { Drawing, LinkState, Speed, World } from './state';
import { maxPoints, maxPointsOfStroke, maxStrokes } from './draw/strokes';
import type { Stroke, Strokes } from './draw/strokes';

/** Longer fragments are not looked at. */
const maxLength = 8192;

const decimal = z.string().check(z.regex(/^-?\d{1,3}(?:\.\d{1,6})?$/u));
const pair = z.string().check(z.regex(/^-?\d{1,3}(?:\.\d{1,6})?,-?\d{1,3}(?:\.\d{1,6})?$/u));
const whole = z.string().check(z.regex(/^\d{1,5}$/u));
const digits = z.string().check(z.regex(/^\d{1,10}$/u));
const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]{2,5000}$/u));
const layerNames = z.string().check(z.regex(/^(?:grid|items|grid,items)$/u));

/** @returns `#…`, or the empty string for the defaults. */
export function encodeLink(link: LinkState, world: World): string {
  const defaults = defaultLink(world);
  const parts = new URLSearchParams();
  const put = (key: string, value: string, byDefault: string): void => {
    if (value !== byDefault) parts.set(key, value);
  };
  put('at', pointText(link.cursor), pointText(defaults.cursor));
  put('a', pointText(link.travel.from), pointText(defaults.travel.from));
  put('b', pointText(link.travel.to), pointText(defaults.travel.to));
  put('t', String(link.travel.phase), '0');
  put('speed', String(link.travel.speed), '1');
  put('play', link.travel.playing ? '1' : '0', '0');
  put('off', layersOff(link), '');
  put('hide', link.hidden.join(''), '');
  if (link.drawing.kind === 'item') parts.set('item', String(link.drawing.index));
  if (link.drawing.kind === 'ink') parts.set('ink', packInk(link.drawing.strokes));
  const text = parts.toString().replaceAll('%2C', ',');
  return text === '' ? '' : `#${text}`;
}

/** @returns the state that a fragment holds, defaults for what it lacks or garbles; undefined when it holds nothing. */
export function decodeLink(fragment: string, world: World): LinkState | undefined {
  if (fragment.length < 2 || fragment.length > maxLength) return undefined;
  const parts = new URLSearchParams(fragment.slice(1));
  const defaults = defaultLink(world);
  const read = <Value>(
    key: string,
    schema: z.ZodMiniType<string>,
    fallback: Value,
    from: (text: string) => Value,
  ): Value => {
    const result = schema.safeParse(parts.get(key));
    return result.success ? from(result.data) : fallback;
  };
  const point = (text: string): Point => {
    const [x = 0, y = 0] = text.split(',').map(Number);
    return roundPoint(clampPoint({ x, y }, world));
  };
  const off = read('off', layerNames, '', (text) => text).split(',');
  return {
    cursor: read('at', pair, defaults.cursor, point),
    layers: { grid: !off.includes('grid'), items: !off.includes('items') },
    hidden: read('hide', digits, [], (text) => classesOf(text, world)),
    travel: {
      from: read('a', pair, defaults.travel.from, point),
      to: read('b', pair, defaults.travel.to, point),
      phase: read('t', decimal, 0, phaseOf),
      speed: read('speed', decimal, 1, speedOf),
      playing: parts.get('play') === '1',
    },
    drawing: drawingOf(parts, world, read),
  };
}

type Read = <Value>(
  key: string,
  schema: z.ZodMiniType<string>,
  fallback: Value,
  from: (text: string) => Value,
) => Value;

function drawingOf(parts: URLSearchParams, world: World, read: Read): Drawing {
  const none: Drawing = { kind: 'none' };
  if (parts.has('ink')) {
    const strokes = read('ink', base64url, undefined, unpackInk);
    return strokes === undefined ? none : { kind: 'ink', strokes };
  }
  return read<Drawing>('item', whole, none, (text) =>
    Number(text) < world.items ? { kind: 'item', index: Number(text) } : none,
  );
}

function pointText({ x, y }: Point): string {
  return `${x},${y}`;
}

function layersOff({ layers }: LinkState): string {
  return [layers.grid ? [] : ['grid'], layers.items ? [] : ['items']].flat().join(',');
}

function classesOf(text: string, { classes }: World): readonly number[] {
  return [...new Set(text)]
    .map(Number)
    .filter((label) => label < classes)
    .sort((a, b) => a - b);
}

function phaseOf(text: string): number {
  const phase = roundTo(Number(text), 10_000);
  return phase >= 0 && phase < 2 ? phase : 0;
}

function speedOf(text: string): Speed {
  return speeds.find((speed) => speed === Number(text)) ?? 1;
}

/** For each stroke its number of points, then x and y of each: one byte a number, in base64url. */
function packInk(strokes: Strokes): string {
  const bytes = strokes.flatMap((stroke) => [
    stroke.length,
    ...stroke.flatMap(({ x, y }) => [x, y]),
  ]);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function unpackInk(text: string): Strokes | undefined {
  let binary: string;
  try {
    binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
  const bytes = Array.from(binary, (character) => character.charCodeAt(0));
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
