/**
 * The named datasets as plain data: their official URLs, checksums, licences and classes. URLs and checksums are those
 * that torchvision and tensorflow-datasets publish.
 */
import type { GeneratedName } from '../generated/generators.js';
import { sceneNames } from '../generated/scenes.js';
import { shapeNames } from '../generated/shapes.js';

interface Named {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly classNames: readonly string[];
  /** `[height, width, channels]`. */
  readonly shape: readonly [number, number, number];
}

/** Four files in MNIST's format. */
export interface IdxDataset extends Named {
  /** Names the member of the union. */
  readonly format: 'idx';
  /** Prefix of the four files, as in `emnist-digits-train-images-idx3-ubyte`. */
  readonly prefix: string;
  /** Whether it is installed with Speil, in a package of its own. Default: no. */
  readonly embedded?: true;
  /** Whether rows and columns of each image are exchanged, as in EMNIST. */
  readonly transposed: boolean;
  /** URL of the folder with the gzipped files, and the md5 of each file, gzipped and unpacked; absent if there is no download. */
  readonly download?: {
    readonly address: string;
    readonly md5: Readonly<Record<IdxPart, { readonly gzip: string; readonly raw: string }>>;
  };
}

/** Six files of labels and colour planes, in one archive. */
export interface CifarDataset extends Named {
  /** Names the member of the union. */
  readonly format: 'cifar';
  /** Where the archive comes from, and its checksum. */
  readonly download: {
    /** URL of the folder with the archive. */
    readonly address: string;
    readonly file: string;
    readonly md5: string;
  };
}

/** A dataset that is generated when it is read, without a download and without files. */
export interface GeneratedDataset extends Named {
  /** Names the member of the union. */
  readonly format: 'generated';
  /** The name by which it is opened. */
  readonly name: GeneratedName;
}

/** A dataset of pictures that has a name. */
export type NamedDataset = IdxDataset | CifarDataset | GeneratedDataset;

/** The four files of an IDX dataset. */
export const idxParts = ['train-images', 'train-labels', 't10k-images', 't10k-labels'] as const;
export type IdxPart = (typeof idxParts)[number];

/** The default dataset of a colour model. */
export const scenesName = 'scenes';

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const clothing = [
  'T-shirt',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  'ankle boot',
];
const merged = [...digits, ...letters, ...'abdefghnqrt'];
const shape = [28, 28, 1] as const;

function md5(
  gzip: readonly string[],
  raw: readonly string[],
): NonNullable<IdxDataset['download']>['md5'] {
  const entries = idxParts.map((part, i) => [part, { gzip: gzip[i]!, raw: raw[i]! }] as const);
  return Object.fromEntries(entries) as Record<IdxPart, { gzip: string; raw: string }>;
}

function emnist(split: string, classNames: readonly string[]): IdxDataset {
  return {
    format: 'idx',
    name: `emnist-${split}`,
    title: `EMNIST ${split}, handwritten characters`,
    licence: 'public domain (NIST)',
    classNames,
    shape,
    prefix: `emnist-${split}-`,
    transposed: true,
  };
}

/** All datasets of pictures that have names. */
export const namedDatasets: readonly NamedDataset[] = [
  {
    format: 'idx',
    name: 'mnist-10k',
    title: "MNIST's first 10,000 training digits, embedded",
    embedded: true,
    licence: 'CC BY-SA 3.0',
    classNames: digits,
    shape,
    prefix: '',
    transposed: false,
  },
  {
    format: 'idx',
    name: 'mnist',
    title: 'MNIST, 70,000 handwritten digits',
    licence: 'CC BY-SA 3.0',
    classNames: digits,
    shape,
    prefix: '',
    transposed: false,
    download: {
      address: 'https://storage.googleapis.com/cvdf-datasets/mnist/',
      md5: md5(
        [
          'f68b3c2dcbeaaa9fbdd348bbdeb94873',
          'd53e105ee54ea40749a09fcbcd1e9432',
          '9fb629c4189551a2d022fa330f9573f3',
          'ec29112dd5afa0611ce80d1b7f02629c',
        ],
        [
          '6bbc9ace898e44ae57da46a324031adb',
          'a25bea736e30d166cdddb491f175f624',
          '2646ac647ad5339dbf082846283269ea',
          '27ae3e4e09519cfbb04c329615203637',
        ],
      ),
    },
  },
  {
    format: 'idx',
    name: 'fashion-mnist-10k',
    title: "Fashion-MNIST's first 10,000 training articles, embedded",
    embedded: true,
    licence: 'MIT',
    classNames: clothing,
    shape,
    prefix: '',
    transposed: false,
  },
  {
    format: 'idx',
    name: 'fashion-mnist',
    title: 'Fashion-MNIST, 70,000 articles of clothing',
    licence: 'MIT',
    classNames: clothing,
    shape,
    prefix: '',
    transposed: false,
    download: {
      address: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
      md5: md5(
        [
          '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
          '25c81989df183df01b3e8a0aad5dffbe',
          'bef4ecab320f06d8554ea6380940ec79',
          'bb300cfdad3c16e7a12a480ee83cd310',
        ],
        [
          'f4a8712d7a061bf5bd6d2ca38dc4d50a',
          '9018921c3c673c538a1fc5bad174d6f9',
          '8181f5470baa50b63fa0f6fddb340f0a',
          '15d484375f8d13e6eb1aabb0c3f46965',
        ],
      ),
    },
  },
  {
    format: 'idx',
    name: 'kmnist',
    title: 'KMNIST, 70,000 cursive Japanese characters',
    licence: 'CC BY-SA 4.0',
    classNames: ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'],
    shape,
    prefix: '',
    transposed: false,
    download: {
      address: 'http://codh.rois.ac.jp/kmnist/dataset/kmnist/',
      // The checksums of the unpacked files are not published; only the archives are checked.
      md5: md5(
        [
          'bdb82020997e1d708af4cf47b453dcf7',
          'e144d726b3acfaa3e44228e80efcd344',
          '5c965bf0a639b31b8f53240b1b52f4d7',
          '7320c461ea6c1c855c0b718fb2a4b134',
        ],
        ['', '', '', ''],
      ),
    },
  },
  {
    format: 'cifar',
    name: 'cifar-10',
    title: 'CIFAR-10, 60,000 colour photographs of 32 x 32',
    licence: 'none stated',
    classNames: [
      'airplane',
      'automobile',
      'bird',
      'cat',
      'deer',
      'dog',
      'frog',
      'horse',
      'ship',
      'truck',
    ],
    shape: [32, 32, 3],
    // Tested with archives of the same form, not with the original.
    download: {
      address: 'https://www.cs.toronto.edu/~kriz/',
      file: 'cifar-10-binary.tar.gz',
      md5: 'c32a1d4ab5d03f1284b67883e8d87530',
    },
  },
  {
    format: 'generated',
    name: 'shapes',
    title: 'Squares, ellipses and hearts with known factors, drawn here',
    licence: 'Apache-2.0',
    classNames: shapeNames,
    shape: [32, 32, 1],
  },
  {
    format: 'generated',
    name: 'colour-shapes',
    title: 'The same in six colours',
    licence: 'Apache-2.0',
    classNames: shapeNames,
    shape: [32, 32, 3],
  },
  {
    format: 'generated',
    name: scenesName,
    title: 'Rendered solids in a room, 64 x 64 in colour, with known factors',
    licence: 'Apache-2.0',
    classNames: sceneNames,
    shape: [64, 64, 3],
  },
  emnist('balanced', merged),
  emnist('byclass', [...digits, ...letters, ...'abcdefghijklmnopqrstuvwxyz']),
  emnist('bymerge', merged),
  emnist('digits', digits),
  // Labels run from 1; class 0 does not occur.
  emnist('letters', ['-', ...letters]),
  emnist('mnist', digits),
];
