/**
 * Converts the state to a link's fragment and back: `decodeLink(encodeLink(s))` equals `s`. Each part of a fragment is
 * checked (shared/link/fragment.ts), so that even a malicious link only opens the page in its default state. All scenes
 * of pictures write the input in the same way, so that links can carry it between them.
 */
import { matching } from '../../../shared/link/schema';
import { factors, networks, noises } from '../../../worker/protocol/images';
import { readFragment, whole, writeFragment } from '../../../shared/link/fragment';
import { readInput, writeInput } from '../../../shared/pad/input-picture';
import { befores, defaultLink, seedCount } from './state';
import type { DrawLink, DrawWorld } from './state';

const percent = matching(/^(?:\d{1,2}|100)$/u);

/** @returns `#…`, or an empty string for the defaults. */
export function encodeLink(link: DrawLink, world: DrawWorld): string {
  const defaults = defaultLink(world);
  return writeFragment([
    ...writeInput(link.subject, world.opening),
    ['noise', link.noise, defaults.noise],
    ['strength', toPercent(link.strength), toPercent(defaults.strength)],
    ['seed', String(link.seed), String(defaults.seed)],
    ['network', link.network, defaults.network],
    ['factor', String(link.factor), String(defaults.factor)],
    ['before', link.before, defaults.before],
    ['divider', toPercent(link.divider), toPercent(defaults.divider)],
  ]);
}

/** @returns the state of a fragment, with defaults for absent and invalid parts; undefined for an empty fragment. */
export function decodeLink(fragment: string, world: DrawWorld): DrawLink | undefined {
  const parts = readFragment(fragment);
  if (parts === undefined) return undefined;
  const defaults = defaultLink(world);
  const share = (text: string): number => Number(text) / 100;
  return {
    subject: readInput(parts, world.items, defaults.subject),
    noise: parts.choice('noise', noises, defaults.noise),
    strength: parts.read('strength', percent, defaults.strength, share),
    seed: parts.read('seed', whole, defaults.seed, (text) => Number(text) % seedCount),
    network: parts.choice('network', networks, defaults.network),
    factor: parts.choice('factor', factors, defaults.factor),
    before: parts.choice('before', befores, defaults.before),
    divider: parts.read('divider', percent, defaults.divider, share),
  };
}

function toPercent(share: number): string {
  return String(Math.round(100 * share));
}
