/**
 * A link's fragment and the state are two forms of one thing: `decodeLink(encodeLink(s))` is `s`. Whatever comes from
 * outside is checked part by part (scene/fragment.ts): a hostile link is at worst the page as it opens. `item` and `ink`
 * are those of the manifold, so that a drawing can go from one scene to the other.
 */
import * as z from 'zod/mini';
import { factors, networks, noises } from '../../model/protocol';
import { base64url, readFragment, whole, writeFragment } from '../../scene/fragment';
import type { Fragment } from '../../scene/fragment';
import { packBytes, packInk, unpackBytes, unpackInk } from '../../scene/pad/ink-text';
import { befores, defaultLink, pixelCount, seedCount } from './state';
import type { DrawLink, DrawWorld, Subject } from './state';

const percent = z.string().check(z.regex(/^(?:\d{1,2}|100)$/u));

/** @returns `#…`, or the empty string for the defaults. */
export function encodeLink(link: DrawLink, world: DrawWorld): string {
  const { subject } = link;
  const defaults = defaultLink(world);
  return writeFragment([
    ['item', subject.kind === 'item' ? String(subject.index) : undefined, String(world.opening)],
    ['ink', subject.kind === 'ink' ? packInk(subject.strokes) : undefined],
    ['pixels', subject.kind === 'pixels' ? packBytes(subject.pixels) : undefined],
    ['noise', link.noise, defaults.noise],
    ['strength', percentOf(link.strength), percentOf(defaults.strength)],
    ['seed', String(link.seed), String(defaults.seed)],
    ['network', link.network, defaults.network],
    ['factor', String(link.factor), String(defaults.factor)],
    ['before', link.before, defaults.before],
    ['divider', percentOf(link.divider), percentOf(defaults.divider)],
  ]);
}

/** @returns the state that a fragment holds, defaults for what it lacks or garbles; undefined when it holds nothing. */
export function decodeLink(fragment: string, world: DrawWorld): DrawLink | undefined {
  const parts = readFragment(fragment);
  if (parts === undefined) return undefined;
  const defaults = defaultLink(world);
  const share = (text: string): number => Number(text) / 100;
  return {
    subject: subjectOf(parts, world),
    noise: parts.choice('noise', noises, defaults.noise),
    strength: parts.read('strength', percent, defaults.strength, share),
    seed: parts.read('seed', whole, defaults.seed, (text) => Number(text) % seedCount),
    network: parts.choice('network', networks, defaults.network),
    factor: parts.choice('factor', factors, defaults.factor),
    before: parts.choice('before', befores, defaults.before),
    divider: parts.read('divider', percent, defaults.divider, share),
  };
}

function subjectOf(parts: Fragment, world: DrawWorld): Subject {
  const { subject: opening } = defaultLink(world);
  if (parts.has('ink')) {
    const strokes = parts.read('ink', base64url, undefined, unpackInk);
    return strokes === undefined ? opening : { kind: 'ink', strokes };
  }
  if (parts.has('pixels')) {
    const pixels = parts.read('pixels', base64url, undefined, unpackBytes);
    if (pixels?.length !== pixelCount) return opening;
    return { kind: 'pixels', pixels: Uint8Array.from(pixels) };
  }
  return parts.read<Subject>('item', whole, opening, (text) =>
    Number(text) < world.items ? { kind: 'item', index: Number(text) } : opening,
  );
}

function percentOf(share: number): string {
  return String(Math.round(100 * share));
}
