/** Finds images and labels in a `.npz` file by the names that Keras, MedMNIST, scikit-learn and users choose, in any case. */
import type { Split } from '@speil/api';
import { nameOfPart, findParts } from './parts.js';

/** What precedes and follows the word for a part in the names of its images and labels, in lower case. */
const spellings = [
  { images: ['x_', ''], labels: ['y_', ''] },
  { images: ['', '_images'], labels: ['', '_labels'] },
  { images: ['', '_x'], labels: ['', '_y'] },
] as const;

/** Names of images that are not divided into parts, and of their labels. */
const undivided = [
  ['images', 'labels'],
  ['imgs', 'labels'],
  ['x', 'y'],
  ['data', 'labels'],
  ['arr_0', 'arr_1'],
] as const;

export interface ArrayNames {
  readonly images: string;
  /** Absent if there are no labels. */
  readonly labels?: string;
  /** Whether the file has separate arrays for this part. Otherwise a tenth of the images is held out. */
  readonly divided: boolean;
  /** The name of the part. */
  readonly part: Split;
}

/** @returns undefined if no name is known. */
export function arrayNames(names: readonly string[], part: Split): ArrayNames | undefined {
  const among = (wanted: string): string | undefined =>
    names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === wanted);
  const found = (images: string, wanted: string, of: Split, divided: boolean): ArrayNames => {
    const labels = among(wanted);
    return { images, ...(labels !== undefined && { labels }), divided, part: of };
  };
  const heldOut = part === 'train' ? part : 'test';
  for (const { images, labels } of spellings) {
    const parts = findParts(names, (word) => images.join(word));
    const isAlone = parts.size === 1 && parts.has('train');
    const name = isAlone ? parts.get('train')! : nameOfPart(parts, part);
    if (name === undefined) continue;
    const word = name.toLowerCase().slice(images[0].length, name.length - images[1].length);
    const isOwn = part === 'validation' && parts.has('validation');
    return found(name, labels.join(word), isOwn ? part : heldOut, !isAlone);
  }
  for (const [images, labels] of undivided) {
    const name = among(images);
    if (name !== undefined) return found(name, labels, heldOut, false);
  }
  return undefined;
}

/** The accepted names, for the user. */
export function knownNames(part: Split): string {
  const word = part === 'train' ? part : 'test';
  const divided = spellings.map(({ images }) => images.join(word));
  return [...divided, ...undivided.map(([images]) => images)].join(', ');
}
