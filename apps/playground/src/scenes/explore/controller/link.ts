/**
 * Converts the state to a link's fragment and back: `decodeLink(encodeLink(s))` equals `s`. Only what differs from the
 * defaults is written. Each part of a fragment passes a schema, and an invalid part counts as absent, so that even a
 * malicious link only opens the page in its default state. A fragment never leaves the browser.
 */
import { matching } from '../../../shared/link/schema';
import {
  decimal,
  pair,
  pointFrom,
  pointText,
  readFragment,
  writeFragment,
} from '../../../shared/link/fragment';
import { roundTo } from '../../../shared/geometry/geometry';
import type { Point } from '../../../shared/geometry/geometry';
import { writeShownModel } from '../../../shared/own-model/link';
import { readInput, writeInput } from '../../../shared/pad/input-picture';
import { defaultLink, speeds } from './state';
import type { LinkState, World } from './state';

const digits = matching(/^\d{1,10}$/u);
const oneDigit = matching(/^\d$/u);
const layerNames = matching(/^(?:grid|items|grid,items)$/u);

/** @returns `#…`, or an empty string for the defaults. */
export function encodeLink(link: LinkState, world: World): string {
  const defaults = defaultLink(world);
  const { travel, drawing } = link;
  return writeFragment([
    writeShownModel(world.model),
    ['at', pointText(link.cursor), pointText(defaults.cursor)],
    ['a', pointText(travel.from), pointText(defaults.travel.from)],
    ['b', pointText(travel.to), pointText(defaults.travel.to)],
    ['t', String(travel.phase), '0'],
    ['speed', String(travel.speed), '1'],
    ['play', travel.playing ? '1' : '0', '0'],
    ['off', layersOff(link), ''],
    ['hide', link.hidden.join(''), ''],
    ['condition', String(link.condition), '0'],
    ...writeInput(drawing),
  ]);
}

/** @returns the state of a fragment, with defaults for absent and invalid parts; undefined for an empty fragment. */
export function decodeLink(fragment: string, world: World): LinkState | undefined {
  const parts = readFragment(fragment);
  if (parts === undefined) return undefined;
  const defaults = defaultLink(world);
  const point = (text: string): Point => pointFrom(text, world);
  const off = parts.read('off', layerNames, '', (text) => text).split(',');
  return {
    cursor: parts.read('at', pair, defaults.cursor, point),
    layers: { grid: !off.includes('grid'), items: !off.includes('items') },
    hidden: parts.read('hide', digits, [], (text) => readClasses(text, world)),
    travel: {
      from: parts.read('a', pair, defaults.travel.from, point),
      to: parts.read('b', pair, defaults.travel.to, point),
      phase: parts.read('t', decimal, 0, readPhase),
      speed: parts.choice('speed', speeds, 1),
      playing: parts.choice('play', [0, 1], 0) === 1,
    },
    condition: parts.read('condition', oneDigit, 0, (text) =>
      Math.min(Number(text), world.classes - 1),
    ),
    drawing: readInput(parts, world.items, defaults.drawing),
  };
}

function layersOff({ layers }: LinkState): string {
  return [layers.grid ? [] : ['grid'], layers.items ? [] : ['items']].flat().join(',');
}

function readClasses(text: string, { classes }: World): readonly number[] {
  return [...new Set(text)]
    .map(Number)
    .filter((label) => label < classes)
    .sort((a, b) => a - b);
}

function readPhase(text: string): number {
  const phase = roundTo(Number(text), 10_000);
  return phase >= 0 && phase < 2 ? phase : 0;
}
