/**
 * dSprites (Matthey et al. 2017) as its authors publish it: one `.npz` file of 737,280 black and white pictures and the factors of
 * each. The pictures are unpacked once to a file in the user's cache, eight pixels to a byte: 378 MB instead of 3 GB. The array
 * `metadata` is a pickle and is not read.
 */
import { basename, resolve } from 'node:path';
import { IncompatibleError, InvalidFileError, type Dataset, type Factors } from '@speil/api';
import { choosePart } from './factored.js';
import { readNpyValues, type NpyHeader } from './npy.js';
import { npzNames, readNpz, streamNpz } from './npz.js';
import { computeFingerprint, recordDataset } from './records.js';
import type { ContainerOptions } from './stored.js';
import { unpackFile } from './unpack.js';

const images = 'imgs';
const classes = 'latents_classes';
const factorNames = ['color', 'shape', 'scale', 'orientation', 'posX', 'posY'] as const;
const shapeFactor = factorNames.indexOf('shape');
const shapeNames = ['square', 'ellipse', 'heart'];

/** Maximum size of the unpacked pictures; dSprites has 3,019,898,880 bytes. */
const sizeLimit = 2 ** 32;

/** Whether a path is a `.npz` file with the arrays of dSprites. */
export async function isSprites(path: string): Promise<boolean> {
  if (!/\.npz$/iu.test(path)) return false;
  // The next format reports an archive that is damaged.
  const names = await npzNames(path).catch((): readonly string[] => []);
  return names.includes(images) && names.includes(classes);
}

/**
 * A tenth of the pictures is held out, by index; labels are the shapes.
 *
 * @throws InvalidFileError, IncompatibleError, NotFoundError, StorageError: one line each.
 */
export async function spritesDataset(
  path: string,
  { split, env }: ContainerOptions,
): Promise<Dataset> {
  const part = split === 'train' ? split : 'test';
  const { sizes, values } = await readFactors(path);
  const count = values.length / factorNames.length;
  const fingerprint = await computeFingerprint([path]);
  const { shape, file } = await unpackPictures(path, { count, fingerprint, env });
  return recordDataset({
    id: `${basename(resolve(path)).replace(/\.npz$/iu, '')}/${part}`,
    shape: [...shape, 1],
    files: [{ path: file, offset: 0, count }],
    recordBytes: (shape[0] * shape[1]) / 8,
    decode(record, into) {
      for (let i = 0; i < into.length; i++) into[i] = (record[i >> 3]! >> (i & 7)) & 1;
    },
    fingerprint,
    ...choosePart(
      { names: factorNames, sizes, values },
      { path, part, labelFactor: shapeFactor, classNames: shapeNames },
    ),
    description: 'black and white, with the factors of each picture',
  });
}

/** Reads the factors of all pictures. The number of a factor's values follows from its largest value. */
async function readFactors(path: string): Promise<Omit<Factors, 'names'>> {
  const { header, data } = (await readNpz(path, [classes]))[classes]!;
  const [count = 0, width] = header.shape;
  if (header.shape.length !== 2 || width !== factorNames.length || !/^[iu]/u.test(header.type)) {
    throw new InvalidFileError(
      `${path} must hold whole numbers of shape [n, ${factorNames.length}] in ${classes}. Received: [${header.shape.join(', ')}].`,
    );
  }
  const numbers = new Float64Array(count * width);
  readNpyValues(header, data, numbers);
  const odd = numbers.find((value) => !(value >= 0 && value < 256));
  if (odd !== undefined) {
    throw new InvalidFileError(`${path} must hold factors from 0 to 255. Received: ${odd}.`);
  }
  const sizes = new Array<number>(width).fill(1);
  numbers.forEach((value, i) => (sizes[i % width] = Math.max(sizes[i % width]!, value + 1)));
  return { sizes, values: Uint8Array.from(numbers) };
}

interface PicturesOptions {
  /** The expected number of pictures. */
  readonly count: number;
  readonly fingerprint: string;
  readonly env: ContainerOptions['env'];
}

interface UnpackedPictures {
  /** `[height, width]`. */
  readonly shape: readonly [number, number];
  readonly file: string;
}

async function unpackPictures(
  path: string,
  { count, fingerprint, env }: PicturesOptions,
): Promise<UnpackedPictures> {
  // 64 x 64 pixels, as published: other files with these arrays are read like other NumPy files.
  const shape = [64, 64] as const;
  const size = (count * shape[0] * shape[1]) / 8;
  const file = await unpackFile(`${fingerprint}.bits`, env, size, async (add) => {
    await streamNpz(images, { path, limit: sizeLimit }, (header) => {
      checkPictures(header, count, path);
      const pack = createPacker(path);
      return async (piece) => void (await add(pack(piece)));
    });
  });
  return { shape, file };
}

function checkPictures({ shape, type }: NpyHeader, count: number, path: string): void {
  if (shape.length !== 3 || shape[1] !== 64 || shape[2] !== 64 || !['u1', 'b1'].includes(type)) {
    throw new InvalidFileError(
      `${path} must hold bytes of shape [n, 64, 64] in ${images}. Received: ${type} of [${shape.join(', ')}].`,
    );
  }
  if (shape[0] === count) return;
  throw new IncompatibleError(
    `${path} holds ${shape[0]} images and the factors of ${count}; the numbers must be equal.`,
  );
}

/** @returns a function that packs eight bytes of 0 or 1 to one, across pieces of any size. */
function createPacker(path: string): (piece: Buffer) => Uint8Array {
  let rest: Buffer = Buffer.alloc(0);
  return (piece) => {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const packed = new Uint8Array(bytes.length >> 3);
    let all = 0;
    for (let at = 0, i = 0; at < packed.length; at++) {
      let byte = 0;
      for (let bit = 0; bit < 8; bit++, i++) {
        const value = bytes[i]!;
        all |= value;
        byte |= value << bit;
      }
      packed[at] = byte;
    }
    if (all > 1) {
      const odd = bytes.find((value) => value > 1);
      throw new InvalidFileError(`${path} must hold pixels of 0 and 1. Received: ${odd}.`);
    }
    rest = bytes.subarray(8 * packed.length);
    return packed;
  };
}
