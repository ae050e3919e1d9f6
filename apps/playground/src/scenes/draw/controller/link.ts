/**
 * Converts the state to a link's fragment and back: `decodeLink(encodeLink(s))` equals `s`. Each part of a fragment is
 * checked (shared/link/fragment.ts), so that even a malicious link only opens the page in its default state. All scenes
 * of pictures write the input in the same way, so that links can carry it between them.
 */
import { matching } from '../../../shared/link/schema';
import {
  colourTasks,
  factors,
  networks,
  noises,
  sceneCount,
} from '../../../worker/protocol/images';
import type { ColourPicture } from '../../../worker/protocol/images';
import { readFragment, whole, writeFragment } from '../../../shared/link/fragment';
import { readShownModel } from '../../../shared/own-model/link';
import { readInput, writeInput } from '../../../shared/pad/input-picture';
import { befores, colourBefores, defaultLink, firstScene, seedCount } from './state';
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
    ['scene', sceneText(link.colour), String(firstScene)],
    ['task', link.task, defaults.task],
    ['beside', link.colourBefore, defaults.colourBefore],
    ['edge', toPercent(link.colourDivider), toPercent(defaults.colourDivider)],
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
    network: parts.choice(
      'network',
      networks,
      readShownModel(fragment) === 'own' ? 'own' : defaults.network,
    ),
    factor: parts.choice('factor', factors, defaults.factor),
    before: parts.choice('before', befores, defaults.before),
    divider: parts.read('divider', percent, defaults.divider, share),
    colour: parts.read('scene', whole, defaults.colour, (text): ColourPicture => {
      const index = Number(text);
      return index < sceneCount ? { kind: 'scene', index } : defaults.colour;
    }),
    task: parts.choice('task', colourTasks, defaults.task),
    colourBefore: parts.choice('beside', colourBefores, defaults.colourBefore),
    colourDivider: parts.read('edge', percent, defaults.colourDivider, share),
  };
}

/** A person's own picture is not part of a link. */
function sceneText(picture: ColourPicture): string | undefined {
  return picture.kind === 'scene' ? String(picture.index) : undefined;
}

function toPercent(share: number): string {
  return String(Math.round(100 * share));
}
