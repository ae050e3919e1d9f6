/**
 * Converts the state to a link's fragment and back: `decodeLink(encodeLink(s))` equals `s`. Each part of a fragment is
 * checked (shared/link/fragment.ts), so that even a malicious link only opens the page in its default state.
 */
import {
  decimal,
  pair,
  pointFrom,
  pointText,
  readFragment,
  whole,
  writeFragment,
} from '../../../shared/link/fragment';
import { clamp, roundTo } from '../../../shared/geometry/geometry';
import { factors } from '../../../worker/protocol/images';
import { partIds } from '../content/structure';
import type { PartId } from '../content/structure';
import { defaultLink, gifts, ranges, seedCount } from './state';
import type { LessonLink, LessonWorld } from './state';

/** The part's key. The id of a part's section is its fragment, so that browsers find it without scripts. */
const partKey = 'part';
export const sectionId = (part: PartId): string => `${partKey}=${part}`;

/** @returns `#…`, or an empty string for the defaults. */
export function encodeLink(link: LessonLink): string {
  return writeFragment([
    [partKey, link.part],
    ['item', String(link.item), String(defaultLink.item)],
    ['latent', link.latent && pointText(link.latent)],
    ['strength', String(link.strength), String(defaultLink.strength)],
    ['seed', String(link.seed), String(defaultLink.seed)],
    ['factor', String(link.factor), String(defaultLink.factor)],
    ['draws', String(link.draws), String(defaultLink.draws)],
    ['mean', String(link.mean), String(defaultLink.mean)],
    ['lnvar', String(link.logVariance), String(defaultLink.logVariance)],
    ['beta', String(link.beta), String(defaultLink.beta)],
    ['at', pointText(link.place), pointText(defaultLink.place)],
    ['hand', pointText(link.hand), pointText(defaultLink.hand)],
    ['colours', link.colours ? '1' : '0', '1'],
    ['given', link.gift, defaultLink.gift],
    ['mixture', String(link.mixture), String(defaultLink.mixture)],
  ]);
}

/** @returns the state of a fragment, with defaults for absent and invalid parts; undefined for an empty fragment. */
export function decodeLink(fragment: string, world: LessonWorld): LessonLink | undefined {
  const parts = readFragment(fragment);
  if (parts === undefined) return undefined;
  const scaled = (key: string, name: keyof typeof ranges): number => {
    const { low, high, step } = ranges[name];
    return parts.read(key, decimal, defaultLink[name], (text) =>
      roundTo(clamp(Number(text), low, high), 1 / step),
    );
  };
  const seed = (key: 'seed' | 'draws'): number =>
    parts.read(key, whole, defaultLink[key], (text) => Number(text) % seedCount);
  return {
    part: parts.choice(partKey, partIds, '' as PartId) || undefined,
    item: parts.read('item', whole, defaultLink.item, (text) =>
      Number(text) < world.items ? Number(text) : defaultLink.item,
    ),
    latent: parts.read('latent', pair, defaultLink.latent, (text) => pointFrom(text, world.plane)),
    strength: scaled('strength', 'strength'),
    seed: seed('seed'),
    factor: parts.choice('factor', factors, defaultLink.factor),
    draws: seed('draws'),
    mean: scaled('mean', 'mean'),
    logVariance: scaled('lnvar', 'logVariance'),
    beta: scaled('beta', 'beta'),
    place: parts.read('at', pair, defaultLink.place, (text) => pointFrom(text, world.plane)),
    hand: parts.read('hand', pair, defaultLink.hand, (text) => pointFrom(text, world.hands)),
    colours: parts.choice('colours', [0, 1], 1) === 1,
    gift: parts.choice('given', gifts, defaultLink.gift),
    mixture: scaled('mixture', 'mixture'),
  };
}
