/** The options of a new package, checked before anything is written. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { datasets } from './datasets.js';

/** The families of models that a package can start with. */
export const families = ['ae', 'beta-vae', 'vae'] as const;
/** One of `families`. */
export type Family = (typeof families)[number];

/** What a person chooses. */
export interface CreateOptions {
  /** The package's name, `my-model` or `@me/my-model`. */
  readonly name: string;
  /** The name of a dataset, or the path of a folder of pictures. Default: mnist. */
  readonly data?: string | undefined;
  /** Default: vae. */
  readonly family?: string | undefined;
}

/** Options that are valid, with what follows from them. */
export interface CheckedOptions {
  /** The package's name. */
  readonly name: string;
  /** The name without its scope: the folder, the recipe and the run are called so. */
  readonly short: string;
  /** The new folder, absolute. */
  readonly folder: string;
  /** The family of the model. */
  readonly family: Family;
  /** The dataset of the recipe: a name, or the folder's path from the recipe's file. */
  readonly data: string;
  /** The dataset's name on the card. */
  readonly dataTitle: string;
  /** The dataset that is used where the other is not on the machine. */
  readonly fallback: string | undefined;
  /** Of the model's pictures: `[height, width, channels]`. */
  readonly shape: readonly [number, number, number];
  /** The licence of the data; undefined for pictures of one's own. */
  readonly licence: string | undefined;
}

const namePattern = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/u;
/** The longest name of a recipe. */
const longestName = 100;

/**
 * Checks the options of a new package. Nothing is written.
 *
 * @throws Error of one line for options that are not valid, or for a folder that is not empty.
 */
export function checkOptions(options: CreateOptions, cwd: string): CheckedOptions {
  const { name, data = 'mnist', family = 'vae' } = options;
  const short = basename(name);
  if (!namePattern.test(name) || short.length > longestName) {
    throw new Error(
      `The name must be that of an npm package: lower-case letters, digits, '.', '_' and '-', at most ${longestName} characters. Received: '${name}'. Example: my-model`,
    );
  }
  if (!isFamily(family)) {
    throw new Error(`--family must be one of ${families.join(', ')}. Received: '${family}'.`);
  }
  const folder = resolve(cwd, short);
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)) {
    throw new Error(
      `The folder ${short} must not exist, or be empty. Received: a ${statSync(folder).isDirectory() ? 'folder with files' : 'file'}. Choose another name, or remove it.`,
    );
  }
  return { name, short, folder, family, ...findData(data, cwd, folder) };
}

function isFamily(name: string): name is Family {
  return (families as readonly string[]).includes(name);
}

/** The name of a dataset means the dataset, even if there is a folder of that name: ./mnist is the folder. */
function findData(
  data: string,
  cwd: string,
  folder: string,
): Pick<CheckedOptions, 'data' | 'dataTitle' | 'fallback' | 'shape' | 'licence'> {
  const known = Object.hasOwn(datasets, data) ? datasets[data] : undefined;
  if (known !== undefined) {
    const { shape, licence, fallback } = known;
    return { data, dataTitle: data, fallback, shape, licence };
  }
  if (/\p{Cc}/u.test(data)) {
    throw new Error('--data must be a path without control characters. Received: one with some.');
  }
  const path = resolve(cwd, data);
  if (data === '' || !existsSync(path) || !statSync(path).isDirectory()) {
    throw new Error(
      `--data must be a dataset (${Object.keys(datasets).join(', ')}) or a folder of pictures. Received: '${data}'.`,
    );
  }
  return {
    data: relative(join(folder, 'recipes'), path).split(sep).join('/'),
    dataTitle: basename(path),
    fallback: undefined,
    // Small enough to train in minutes; the recipe says how to change it.
    shape: [32, 32, 3],
    licence: undefined,
  };
}
