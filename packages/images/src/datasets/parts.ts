/** The names of the parts of a dataset: `train`, `val` and `test`, in any usual spelling. */
import type { Split } from '@speil/api';

const words: Readonly<Record<Split, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['val', 'valid', 'validation', 'dev'],
  test: ['test', 'testing'],
};

/**
 * The parts that may replace a missing part, in order of preference. If there are two parts, the second one is held
 * out, whatever its name.
 */
const standIns: Readonly<Record<Split, readonly Split[]>> = {
  train: ['train'],
  validation: ['validation', 'test'],
  test: ['test', 'validation'],
};

/**
 * @param names the existing names of folders or arrays.
 * @param spell converts the word for a part, such as `train`, to a name in lower case.
 * @returns the name of each part that exists. If a part exists in two spellings, the first one.
 */
export function findParts(
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

/** The part that a word names, such as `Val`; undefined for another word. */
export function partOf(word: string): Split | undefined {
  const lower = word.toLowerCase();
  return (['train', 'validation', 'test'] as const).find((part) => words[part].includes(lower));
}

/** The name (or other value) of the part or of its replacement, or undefined. @param parts the name of each part. */
export function nameOfPart<T = string>(parts: ReadonlyMap<Split, T>, part: Split): T | undefined {
  return standIns[part].map((one) => parts.get(one)).find((name) => name !== undefined);
}
