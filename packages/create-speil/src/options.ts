/** The options of a new package, checked before anything is written. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { countClasses } from './classes.js';
import { datasets, type Shape } from './datasets.js';
import { families, familyEntries, type Family } from './families.js';
import { countLevels } from './networks.js';

/** What a person chooses. */
export interface CreateOptions {
  /** The package's name, `my-model` or `@me/my-model`. */
  readonly name: string;
  /** The name of a dataset, or the path of a folder of pictures. Default: mnist. */
  readonly data?: string | undefined;
  /** Default: vae. */
  readonly family?: string | undefined;
  /** The size of the model's pictures in pixels, `64` or `96x64`. Default: that of the dataset; of a folder, 32. */
  readonly size?: string | undefined;
  /** Pictures in colour. Default: as those of the dataset; of a folder, in colour. */
  readonly colour?: boolean | undefined;
  /** Pictures in grey. */
  readonly grey?: boolean | undefined;
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
  readonly shape: Shape;
  /** Number of classes; undefined if there are none. */
  readonly classes: number | undefined;
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
  const found = findData(data, cwd, folder);
  const shape = chooseShape(found.shape, options, family);
  if (family === 'cvae' && (found.classes ?? 0) < 2) {
    throw new Error(
      `--family cvae needs pictures of at least two classes, one subfolder for each. Received: ${found.classes ?? 'no'} classes in '${data}'.`,
    );
  }
  return { name, short, folder, family, ...found, shape };
}

/** The sides of pictures, in pixels, as `speil train` takes them. */
const [leastSide, mostSide] = [8, 256];

function chooseShape(
  [height, width, channels]: Shape,
  { size, colour = false, grey = false }: CreateOptions,
  family: Family,
): Shape {
  if (colour && grey) {
    throw new Error('--colour and --grey exclude each other. Received: both.');
  }
  const [columns, rows] = size === undefined ? [width, height] : parseSize(size);
  const shape = [rows, columns, grey ? 1 : colour ? 3 : channels] as const;
  const { factor } = familyEntries[family];
  const given = `Received: ${columns}x${rows}.`;
  if (factor !== undefined && (rows % factor !== 0 || columns % factor !== 0)) {
    throw new Error(`--size for ${family} must be multiples of ${factor}. ${given}`);
  }
  if (factor === undefined && countLevels(shape) === undefined) {
    throw new Error(
      `--size for ${family} must be sides that can be halved to at most 8x8, such as 28, 32, 48, 64, 128 or 96x64. ${given}`,
    );
  }
  return shape;
}

/** @returns `[width, height]`. */
function parseSize(text: string): readonly [number, number] {
  const [, first, second = first] = /^(\d{1,4})(?:x(\d{1,4}))?$/u.exec(text) ?? [];
  const sides = [Number(first), Number(second)] as const;
  if (sides.every((side) => side >= leastSide && side <= mostSide)) return sides;
  throw new Error(
    `--size must be ${leastSide} to ${mostSide} pixels, as 64 or 96x64 (width x height). Received: '${text}'.`,
  );
}

function isFamily(name: string): name is Family {
  return (families as readonly string[]).includes(name);
}

/** The name of a dataset means the dataset, even if there is a folder of that name: ./mnist is the folder. */
function findData(
  data: string,
  cwd: string,
  folder: string,
): Pick<CheckedOptions, 'data' | 'dataTitle' | 'fallback' | 'shape' | 'classes' | 'licence'> {
  const known = Object.hasOwn(datasets, data) ? datasets[data] : undefined;
  if (known !== undefined) {
    const { shape, classes, licence, fallback } = known;
    return { data, dataTitle: data, fallback, shape, classes, licence };
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
    // Small enough to train in minutes. The pictures are not measured: this package decodes none.
    shape: [32, 32, 3],
    classes: countClasses(path),
    licence: undefined,
  };
}
