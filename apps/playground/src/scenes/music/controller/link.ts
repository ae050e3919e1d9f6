/**
 * Converts the state to a link's fragment and back: `decodeLink(encodeLink(s))` equals `s`. Each part of a fragment is
 * checked (shared/link/fragment.ts), so that even a malicious link only opens the page in its default state.
 */
import { matching } from '../../../shared/link/schema';
import { labelCounts, musicAttributes, patternSteps } from '../../../worker/protocol/music';
import type { Amounts, MusicKind, Pattern } from '../../../worker/protocol/music';
import {
  base64url,
  decimal,
  pair,
  pointText,
  readFragment,
  whole as wholeNumber,
  writeFragment,
} from '../../../shared/link/fragment';
import type { Fragment } from '../../../shared/link/fragment';
import { clamp, roundTo } from '../../../shared/geometry/geometry';
import type { Point } from '../../../shared/geometry/geometry';
import { packBytes, unpackBytes } from '../../../shared/pad/ink-text';
import { scales } from '../pattern/scale';
import {
  barCounts,
  cornerCount,
  cornerLetters,
  defaultLink,
  follows,
  limits,
  maxPathPoints,
  onPad,
  programs,
} from '../pattern/state';
import type { Corner, MusicLink, MusicWorld } from '../pattern/state';

/** e: an example, s: the seed of a sample, n: notes, v: notes found as a variation. */
const cornerText = matching(/^(?:[es]\d{1,5}|[nv][A-Za-z0-9_-]{86})$/u);
const address = matching(/^https:\/\/[!-~]{1,300}$/u);

/** @returns `#…`, or an empty string for the defaults. */
export function encodeLink(link: MusicLink, world: MusicWorld): string {
  const { kind } = world;
  const defaults = defaultLink(world);
  return writeFragment([
    ...cornerLetters.map(
      (letter, i) =>
        [
          letter.toLowerCase(),
          packCorner(link.corners[i]!),
          packCorner(defaults.corners[i]!),
        ] as const,
    ),
    ['at', pointText(link.puck), pointText(defaults.puck)],
    ['tempo', String(link.tempo), String(defaults.tempo)],
    ['swing', String(link.swing), String(defaults.swing)],
    ['heat', String(link.temperature), String(defaults.temperature)],
    ['seed', String(link.seed), String(defaults.seed)],
    ['similarity', String(link.similarity), String(defaults.similarity)],
    ...musicAttributes[kind].map((name) => [name, String(link.amounts[name] ?? 0), '0'] as const),
    ['scale', link.scale, defaults.scale],
    ['root', String(link.root), String(defaults.root)],
    ['program', String(link.program), String(defaults.program)],
    ['path', link.path.length > 0 ? packPath(link.path) : undefined],
    ['along', link.along ? '1' : '0', '1'],
    ['bars', String(link.bars), String(defaults.bars)],
    ['follow', link.follow, defaults.follow],
    ['model', link.model, ''],
  ]);
}

/** @returns the state of a fragment, with defaults for absent and invalid parts; undefined for an empty fragment. */
export function decodeLink(fragment: string, world: MusicWorld): MusicLink | undefined {
  const parts = readFragment(fragment);
  if (parts === undefined) return undefined;
  const defaults = defaultLink(world);
  const path = parts.read('path', base64url, defaults.path, unpackPath);
  const number = (
    key: string,
    [low, high]: readonly [number, number],
    fractions: number,
    fallback: number,
  ): number =>
    parts.read(key, decimal, fallback, (text) =>
      roundTo(clamp(Number(text), low, high), fractions),
    );
  return {
    corners: Array.from({ length: cornerCount }, (_, i) => readCorner(parts, i, world)),
    puck: parts.read('at', pair, defaults.puck, (text) => {
      const [x = 0, y = 0] = text.split(',').map(Number);
      return onPad({ x, y });
    }),
    tempo: number('tempo', limits.tempo, 1, defaults.tempo),
    swing: number('swing', limits.swing, 1, defaults.swing),
    temperature: number('heat', limits.temperature, 100, defaults.temperature),
    seed: parts.read('seed', wholeNumber, defaults.seed, Number),
    similarity: number('similarity', limits.similarity, 100, defaults.similarity),
    amounts: readAmounts(world.kind, (name) => number(name, limits.amount, 100, 0)),
    scale: parts.choice('scale', scales, defaults.scale),
    root: number('root', [0, 11], 1, defaults.root),
    program: parts.choice('program', programs, defaults.program),
    path,
    along: path.length < 2 || parts.choice('along', [0, 1], 1) === 1,
    follow: parts.choice('follow', follows, defaults.follow),
    bars: parts.choice('bars', barCounts, defaults.bars),
    model: parts.read('model', address, '', (text) => text),
  };
}

function readAmounts(kind: MusicKind, read: (name: string) => number): Amounts {
  return Object.fromEntries(
    musicAttributes[kind]
      .map((name) => [name, read(name)] as const)
      .filter(([, amount]) => amount !== 0),
  );
}

function packCorner(corner: Corner): string {
  switch (corner.kind) {
    case 'example':
      return `e${corner.index}`;
    case 'sample':
      return `s${corner.seed}`;
    case 'notes':
    case 'similar':
      return `${corner.kind === 'notes' ? 'n' : 'v'}${packBytes(corner.pattern.flatMap((label) => [label >> 8, label & 255]))}`;
  }
}

function readCorner(parts: Fragment, at: number, world: MusicWorld): Corner {
  const fallback = defaultLink(world).corners[at]!;
  return parts.read(cornerLetters[at]!.toLowerCase(), cornerText, fallback, (text) => {
    const rest = text.slice(1);
    if (text.startsWith('s')) return { kind: 'sample', seed: Number(rest) };
    if (text.startsWith('e')) {
      const index = Number(rest);
      return index < world.examples.length ? { kind: 'example', index } : fallback;
    }
    const pattern = unpackPattern(rest, labelCounts[world.kind]);
    const kind = text.startsWith('v') ? 'similar' : 'notes';
    return pattern === undefined ? fallback : { kind, pattern };
  });
}

function unpackPattern(text: string, labels: number): Pattern | undefined {
  const bytes = unpackBytes(text);
  if (bytes?.length !== 2 * patternSteps) return undefined;
  const pattern = Array.from(
    { length: patternSteps },
    (_, i) => bytes[2 * i]! * 256 + bytes[2 * i + 1]!,
  );
  return pattern.every((label) => label < labels) ? pattern : undefined;
}

/** One byte for each coordinate: the hundredths from -1 to 1 as 0 to 200. */
function packPath(path: readonly Point[]): string {
  const byte = (value: number): number => Math.round((value + 1) * 100);
  return packBytes(path.flatMap(({ x, y }) => [byte(x), byte(y)]));
}

function unpackPath(text: string): readonly Point[] {
  const bytes = unpackBytes(text) ?? [];
  // A path has at least two points.
  if (bytes.length % 2 !== 0 || bytes.length < 4 || bytes.length > 2 * maxPathPoints) return [];
  return Array.from({ length: bytes.length / 2 }, (_, i) =>
    onPad({ x: bytes[2 * i]! / 100 - 1, y: bytes[2 * i + 1]! / 100 - 1 }),
  );
}
