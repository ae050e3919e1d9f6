/**
 * A link's fragment and the state are two forms of one thing: `decodeLink(encodeLink(s))` is `s`. Whatever comes from
 * outside is checked part by part (scene/fragment.ts). `item` is that of the other scenes.
 */
import {
  pair,
  pointFrom,
  pointText,
  readFragment,
  whole as wholeNumber,
  writeFragment,
} from '../../scene/fragment';
import { defaultLink, whole } from './state';
import type { CompareLink, CompareWorld } from './state';

/** @returns `#…`, or the empty string for the defaults. */
export function encodeLink({ cursor, told, item }: CompareLink): string {
  return writeFragment([
    ['item', item === undefined ? undefined : String(item)],
    ['at', pointText(cursor), pointText(defaultLink.cursor)],
    ['told', told === undefined ? undefined : String(told)],
  ]);
}

/** @returns the state that a fragment holds, defaults for what it lacks or garbles; undefined when it holds nothing. */
export function decodeLink(fragment: string, world: CompareWorld): CompareLink | undefined {
  const parts = readFragment(fragment);
  if (parts === undefined) return undefined;
  const below = (limit: number) => (text: string) =>
    Number(text) < limit ? Number(text) : undefined;
  return {
    cursor: parts.read('at', pair, defaultLink.cursor, (text) => pointFrom(text, whole)),
    told: parts.read('told', wholeNumber, undefined, below(world.classes)),
    item: parts.read('item', wholeNumber, undefined, below(world.items)),
  };
}
