/**
 * A link's fragment and the state are two forms of one thing: `decodeLink(encodeLink(s))` is `s`. Whatever comes from
 * outside is checked part by part (scene/fragment.ts). What is held up is written as in the other scenes.
 */
import {
  pair,
  pointFrom,
  pointText,
  readFragment,
  whole as wholeNumber,
  writeFragment,
} from '../../shared/link/fragment';
import { heldFrom, heldParts } from '../../shared/pad/input-picture';
import { defaultLink, whole } from './state';
import type { CompareLink, CompareWorld } from './state';

/** @returns `#…`, or the empty string for the defaults. */
export function encodeLink({ cursor, told, held, aside }: CompareLink): string {
  return writeFragment([
    ...heldParts(held),
    ['aside', aside ? '1' : '0', '0'],
    ['at', pointText(cursor), pointText(defaultLink.cursor)],
    ['told', told === undefined ? undefined : String(told)],
  ]);
}

/** @returns the state that a fragment holds, defaults for what it lacks or garbles; undefined when it holds nothing. */
export function decodeLink(fragment: string, world: CompareWorld): CompareLink | undefined {
  const parts = readFragment(fragment);
  if (parts === undefined) return undefined;
  const held = heldFrom(parts, world.items, defaultLink.held);
  const classOf = (text: string): number | undefined =>
    Number(text) < world.classes ? Number(text) : undefined;
  return {
    cursor: parts.read('at', pair, defaultLink.cursor, (text) => pointFrom(text, whole)),
    told: parts.read('told', wholeNumber, undefined, classOf),
    held,
    aside: held.kind !== 'none' && parts.choice('aside', [0, 1], 0) === 1,
  };
}
