/**
 * A link's fragment and the state are two forms of one thing: `decodeLink(encodeLink(s))` is `s`. Whatever comes from
 * outside is checked part by part (scene/fragment.ts): a hostile link is at worst the page as it opens. What is input up is
 * written as in the other scenes of pictures, so that it can go from one to the next.
 */
import { matching } from '../../shared/link/schema';
import { factors, networks, noises } from '../../worker/protocol/images';
import { readFragment, whole, writeFragment } from '../../shared/link/fragment';
import { readInput, writeInput } from '../../shared/pad/input-picture';
import { befores, defaultLink, seedCount } from './state';
import type { DrawLink, DrawWorld } from './state';

const percent = matching(/^(?:\d{1,2}|100)$/u);

/** @returns `#…`, or the empty string for the defaults. */
export function encodeLink(link: DrawLink, world: DrawWorld): string {
  const defaults = defaultLink(world);
  return writeFragment([
    ...writeInput(link.subject, world.opening),
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

function percentOf(share: number): string {
  return String(Math.round(100 * share));
}
