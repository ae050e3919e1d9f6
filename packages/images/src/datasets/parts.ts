/** What the parts of a set are called: `train` and `test`, with `val` between them, in any spelling that sets come in. */
import type { Split } from '@speil/api';

const words: Readonly<Record<Split, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['val', 'valid', 'validation', 'dev'],
  test: ['test', 'testing'],
};

/** Those that may stand for a part, the best first: of two parts the second is what is held out, whatever it is called. */
const standIns: Readonly<Record<Split, readonly Split[]>> = {
  train: ['train'],
  validation: ['validation', 'test'],
  test: ['test', 'validation'],
};

/**
 * @param names there are, of folders or of arrays.
 * @param spell from a part's word, such as `train`, to a name in small letters.
 * @returns the name of each part that is there; the first of two spellings.
 */
export function partsAmong(
  names: readonly string[],
  spell: (word: string) => string = (word) => word,
): ReadonlyMap<Split, string> {
  const found = new Map<Split, string>();
  for (const part of ['train', 'validation', 'test'] as const) {
    const wanted = words[part].map(spell);
    const name = names.find((one) => wanted.includes(one.toLowerCase()));
    if (name !== undefined) found.set(part, name);
  }
  return found;
}

/** The name of what stands for a part, or undefined. */
export function nameOfPart(parts: ReadonlyMap<Split, string>, part: Split): string | undefined {
  return standIns[part].map((one) => parts.get(one)).find((name) => name !== undefined);
}
