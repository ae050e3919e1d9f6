/** Where images and labels lie in a `.npz` file: by the names that Keras, MedMNIST, scikit-learn and people use, in any case. */
import type { Split } from '@speil/api';
import { nameOfPart, partsAmong } from './parts.js';

/** What stands before and behind a part's word in the names of its images and of its labels, in small letters. */
const spellings = [
  { images: ['x_', ''], labels: ['y_', ''] },
  { images: ['', '_images'], labels: ['', '_labels'] },
  { images: ['', '_x'], labels: ['', '_y'] },
] as const;

/** Names of images that are not divided, with their labels. */
const undivided = [
  ['images', 'labels'],
  ['imgs', 'labels'],
  ['x', 'y'],
  ['data', 'labels'],
  ['arr_0', 'arr_1'],
] as const;

export interface ArrayNames {
  readonly images: string;
  /** Absent where there are none. */
  readonly labels?: string;
  /** Whether these are the part's own; of others a tenth is held out. */
  readonly divided: boolean;
  /** What the part is called. */
  readonly part: Split;
}

/** @returns undefined where no name is known. */
export function arrayNames(names: readonly string[], part: Split): ArrayNames | undefined {
  const among = (wanted: string): string | undefined =>
    names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted);
  const found = (images: string, wanted: string, of: Split, divided: boolean): ArrayNames => {
    const labels = among(wanted);
    return { images, ...(labels !== undefined && { labels }), divided, part: of };
  };
  const heldOut = part === 'train' ? part : 'test';
  for (const { images, labels } of spellings) {
    const parts = partsAmong(names, (word) => images.join(word));
    const isAlone = parts.size === 1 && parts.has('train');
    const name = isAlone ? parts.get('train')! : nameOfPart(parts, part);
    if (name === undefined) continue;
    const word = name.toLowerCase().slice(images[0].length, name.length - images[1].length);
    const isOwn = part === 'validation' && parts.has('validation') && parts.has('test');
    return found(name, labels.join(word), isOwn ? part : heldOut, !isAlone);
  }
  for (const [images, labels] of undivided) {
    const name = among(images);
    if (name !== undefined) return found(name, labels, heldOut, false);
  }
  return undefined;
}

/** What is looked for, for a person. */
export function knownNames(part: Split): string {
  const word = part === 'train' ? part : 'test';
  const divided = spellings.map(({ images }) => images.join(word));
  return [...divided, ...undivided.map(([images]) => images)].join(', ');
}
