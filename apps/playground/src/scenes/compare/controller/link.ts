/**
 * Converts the state to a link's fragment and back: `decodeLink(encodeLink(s))` equals `s`. Each part of a fragment is
 * checked (shared/link/fragment.ts), so that even a malicious link only opens the page in its default state.
 */
import {
  pair,
  pointFrom,
  pointText,
  readFragment,
  whole as wholeNumber,
  writeFragment,
} from '../../../shared/link/fragment';
import { writeShownModel } from '../../../shared/own-model/link';
import type { ShownModel } from '../../../shared/own-model/link';
import { readInput, writeInput } from '../../../shared/pad/input-picture';
import { defaultLink, whole } from './state';
import type { CompareLink, CompareWorld } from './state';

/** @returns `#…`, or an empty string for the defaults. */
export function encodeLink(
  { cursor, condition, input, aside }: CompareLink,
  model: ShownModel,
): string {
  return writeFragment([
    writeShownModel(model),
    ...writeInput(input),
    ['aside', aside ? '1' : '0', '0'],
    ['at', pointText(cursor), pointText(defaultLink.cursor)],
    ['condition', condition === undefined ? undefined : String(condition)],
  ]);
}

/** @returns the state of a fragment, with defaults for absent and invalid parts; undefined for an empty fragment. */
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
