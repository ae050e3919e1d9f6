/**
 * A link's fragment and the state are two forms of one thing: `decodeLink(encodeLink(s))` is `s`. Whatever comes from
 * outside is checked part by part (scene/fragment.ts). What is input up is written as in the other scenes.
 */
import {
  pair,
  pointFrom,
  pointText,
  readFragment,
  whole as wholeNumber,
  writeFragment,
} from '../../shared/link/fragment';
import { readInput, writeInput } from '../../shared/pad/input-picture';
import { defaultLink, whole } from './state';
import type { CompareLink, CompareWorld } from './state';

/** @returns `#…`, or the empty string for the defaults. */
export function encodeLink({ cursor, condition, input, aside }: CompareLink): string {
  return writeFragment([
    ...writeInput(input),
    ['aside', aside ? '1' : '0', '0'],
    ['at', pointText(cursor), pointText(defaultLink.cursor)],
    ['condition', condition === undefined ? undefined : String(condition)],
  ]);
}

/** @returns the state that a fragment holds, defaults for what it lacks or garbles; undefined when it holds nothing. */
export function decodeLink(fragment: string, world: CompareWorld): CompareLink | undefined {
  const parts = readFragment(fragment);
  if (parts === undefined) return undefined;
  const input = readInput(parts, world.items, defaultLink.input);
  const classOf = (text: string): number | undefined =>
    Number(text) < world.classes ? Number(text) : undefined;
  return {
    cursor: parts.read('at', pair, defaultLink.cursor, (text) => pointFrom(text, whole)),
    condition: parts.read('condition', wholeNumber, undefined, classOf),
    input,
    aside: input.kind !== 'none' && parts.choice('aside', [0, 1], 0) === 1,
  };
}
