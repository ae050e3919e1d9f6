/** Links to the model that was trained on this device: `#model=own`. */
import { readFragment } from '../link/fragment';
import type { FragmentPart } from '../link/fragment';

const models = ['site', 'own'] as const;
/** Whose model a scene shows: one of the site's, or the one that was trained on this device. */
export type ShownModel = (typeof models)[number];

export function readShownModel(fragment: string): ShownModel {
  return readFragment(fragment)?.choice('model', models, 'site') ?? 'site';
}

export function writeShownModel(model: ShownModel): FragmentPart {
  return ['model', model, 'site'];
}
