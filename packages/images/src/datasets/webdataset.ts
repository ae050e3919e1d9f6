/**
 * WebDataset's shards: tar archives in which members with the same name up to the first dot belong together, such as
 * `0042.jpg` and `0042.cls`. The archives are read through once, when they are opened. Then each picture is read from
 * its place.
 */
import { InvalidFileError, NotFoundError, parseJson, type Dataset } from '@speil/api';
import * as z from 'zod';
import { factsOfPictures, type PictureFacts } from './facts.js';
import { pictureFileLimit } from './places.js';
import { computeFingerprint } from './records.js';
import { findShards, type Shards } from './shards.js';
import {
  claimedSizeOf,
  storedDataset,
  type ContainerOptions,
  type StoredPicture,
} from './stored.js';
import { offsetOf, tarEntries, toArchiveError, type TarEntry } from './tar.js';
import type { Inspected } from './survey.js';

const ending = '.tar';
const pictureExtensions = ['jpg', 'jpeg', 'png'];
/** Maximum size of a member that holds a label, in bytes. */
const labelLimit = 2 ** 20;
/** Pictures that are checked at a time. */
const groupSize = 64;
/** Number of pictures whose headers are inspected. */
const mostInspected = 500;

const jsonSchema = z.object({ label: z.int().optional() });

/**
 * @param path a `.tar` file, or a folder of them whose names tell their parts.
 * @throws InvalidFileError, NotFoundError, StorageError: one line each.
 */
export async function webDataset(path: string, options: ContainerOptions): Promise<Dataset> {
  const shards = await findShards(path, ending, options.split);
  return storedDataset(readSamples(shards), {
    ...options,
    path,
    id: `${shards.name}/${shards.part}`,
    fingerprint: await computeFingerprint(shards.paths),
  });
}

/** Counts the pictures, and reads the headers of the first ones. */
export async function inspectWebDataset(path: string): Promise<PictureFacts> {
  const shards = await findShards(path, ending, 'train');
  const inspected: Inspected[] = [];
  let [count, largest] = [0, -1];
  for await (const group of readSamples(shards)) {
    for (const { bytes, label } of group) {
      count++;
      largest = Math.max(largest, label ?? -1);
      const size = inspected.length < mostInspected ? claimedSizeOf(bytes) : undefined;
      if (size !== undefined) inspected.push(size);
    }
  }
  if (inspected.length === 0) {
    throw new NotFoundError(`${path} holds no picture that can be read. Received: ${count}.`);
  }
  return factsOfPictures(inspected, count, largest < 0 ? undefined : largest + 1);
}

/** Members with the same name up to the first dot. */
interface Sample {
  readonly key: string;
  picture?: Omit<StoredPicture, 'label'>;
  label?: number | undefined;
}

/** The samples that have a picture. */
async function* readSamples({ paths, includes }: Shards): AsyncGenerator<readonly StoredPicture[]> {
  let group: StoredPicture[] = [];
  for (const path of paths) {
    let sample: Sample | undefined;
    const finish = (): void => {
      if (sample?.picture) group.push({ ...sample.picture, label: sample.label });
    };
    for await (const entry of tarEntries(path)) {
      const [key, extension] = splitName(entry.header.name);
      const isPicture = pictureExtensions.includes(extension);
      const isWanted = isPicture || extension === 'cls' || extension === 'json';
      if (entry.header.type !== 'file' || !isWanted || !includes(key)) {
        entry.resume();
        continue;
      }
      if (sample?.key !== key) {
        finish();
        if (group.length >= groupSize) {
          yield group;
          group = [];
        }
        sample = { key };
      }
      if (isPicture) sample.picture ??= await readPicture(entry, path);
      else sample.label ??= await readLabel(entry, path, extension);
      // A second picture with this name is not read.
      entry.resume();
    }
    finish();
  }
  yield group;
}

/** The name up to the first dot of its last part, and what follows, in lower case. */
function splitName(name: string): readonly [key: string, extension: string] {
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1);
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1).toLowerCase()];
}

async function readPicture(entry: TarEntry, path: string): Promise<Omit<StoredPicture, 'label'>> {
  const { name, size: length } = entry.header;
  const place = { path, offset: offsetOf(entry), length };
  const bytes =
    length <= pictureFileLimit
      ? await readEntry(entry, path)
      : new InvalidFileError(`${name} has ${length} bytes; at most ${pictureFileLimit} are read.`);
  return { name, bytes, keep: () => place };
}

async function readLabel(
  entry: TarEntry,
  path: string,
  extension: string,
): Promise<number | undefined> {
  const { name, size } = entry.header;
  const what = `${path}: ${name}`;
  if (size > labelLimit) {
    throw new InvalidFileError(`${what} has ${size} bytes; at most ${labelLimit} are read.`);
  }
  const text = (await readEntry(entry, path)).toString('utf8').trim();
  if (extension === 'json') return parseJson(jsonSchema, text, what).label;
  if (/^-?\d{1,9}$/u.test(text)) return Number(text);
  throw new InvalidFileError(
    `${what} must hold a class as a whole number. Received: ${JSON.stringify(text.slice(0, 40))}.`,
  );
}

async function readEntry(entry: TarEntry, path: string): Promise<Buffer> {
  try {
    const pieces: Buffer[] = [];
    for await (const piece of entry) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  } catch (error) {
    throw toArchiveError(error, path);
  }
}
