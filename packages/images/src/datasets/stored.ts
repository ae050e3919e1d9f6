/**
 * Pictures that a container stores as PNG or JPEG: a Parquet table, a tar archive. They are checked when the container is opened
 * (header, completeness, checksums) and decoded when they are read, so that opening is fast. Those that fail the check are skipped
 * and named. Decoded pixels are kept up to a limit.
 */
import {
  InvalidFileError,
  isSpeilError,
  NotFoundError,
  type Dataset,
  type PictureFit,
  type SkippedItem,
  type Split,
} from '@speil/api';
import type { Environment } from '@speil/core/node';
import { readClaimedSize } from '../pictures/claimed-size.js';
import { imageCodec, imageCodecId } from '../pictures/picture.js';
import { checkPictureFile } from './decode-file.js';
import { defaultMemory } from './pixels.js';
import { createPictureReader } from './picture-reader.js';
import type { Place } from './places.js';
import { withPrefetch } from './prefetch.js';
import { describeSurvey, type Inspected } from './survey.js';

export interface StoredPicture {
  /** Name inside the container, for messages. */
  readonly name: string;
  /** Its bytes, or the reason why they are not read. */
  readonly bytes: Uint8Array | InvalidFileError;
  /** Stores the bytes, and returns where they are. Called only if the picture is sound. */
  readonly keep: () => Place | Promise<Place>;
  readonly label?: number | undefined;
}

export interface ContainerOptions {
  /** `validation` is the container's validation part, otherwise its test part. */
  readonly split: Split;
  /** `[height, width, channels]` to which every picture is resized and converted. Default [28, 28, 1], as for folders. */
  readonly shape?: readonly number[];
  /** How pictures of other proportions are fitted. Default `stretch`, which stretches them. */
  readonly fit?: PictureFit;
  /** Maximum size of the pictures in memory, in bytes. Default 2^26. */
  readonly memory?: number;
  /** Default `process.env`. */
  readonly env?: Environment;
}

interface StoredOptions extends Omit<ContainerOptions, 'split'> {
  /** The container's path, for errors. */
  readonly path: string;
  readonly id: string;
  readonly classNames?: readonly string[] | undefined;
  readonly fingerprint: string;
}

interface Index {
  readonly names: readonly string[];
  readonly places: readonly Place[];
  readonly labels: readonly (number | undefined)[];
  readonly inspected: readonly Inspected[];
  readonly skipped: readonly SkippedItem[];
}

/**
 * @param pictures the pictures, in groups of any size.
 * @throws NotFoundError if no picture can be read; InvalidFileError for a label without a name.
 */
export async function storedDataset(
  pictures: AsyncIterable<readonly StoredPicture[]>,
  options: StoredOptions,
): Promise<Dataset> {
  const { path, id, fit = 'stretch', memory = defaultMemory, fingerprint } = options;
  const { shape } = imageCodec({ id: imageCodecId, shape: [...(options.shape ?? [28, 28, 1])] });
  const { names, places, labels, inspected, skipped } = await indexPictures(pictures);
  const size = places.length;
  if (size === 0) {
    throw new NotFoundError(
      `${path} holds no picture that can be read.${skipped.length > 0 ? ` The first of ${skipped.length}: ${skipped[0]!.reason}` : ''}`,
    );
  }
  const { remark, ...labelled } = readLabels(labels, options);
  const survey = describeSurvey(size, inspected, shape, fit);
  const inMemory = places.reduce((sum, place) => sum + bytesInMemory(place), 0);
  return withPrefetch({
    id,
    size,
    shape,
    fingerprint,
    description: [survey, ...(remark === undefined ? [] : [remark])].join('; '),
    ...(skipped.length > 0 && { skipped }),
    ...labelled,
    read: createPictureReader({ id, places, names, shape, fit, memory: memory - inMemory }),
  });
}

async function indexPictures(pictures: AsyncIterable<readonly StoredPicture[]>): Promise<Index> {
  const names: string[] = [];
  const places: Place[] = [];
  const labels: (number | undefined)[] = [];
  const inspected: Inspected[] = [];
  const skipped: SkippedItem[] = [];
  for await (const group of pictures) {
    for (const { name, bytes, keep, label } of group) {
      try {
        if (bytes instanceof Error) throw bytes;
        inspected.push(inspectStored(bytes, name, inspected.at(-1)));
      } catch (error) {
        if (!isSpeilError(error)) throw error;
        skipped.push({ id: name, reason: error.message });
        continue;
      }
      names.push(name);
      const place = keep();
      // Awaiting a promise for each picture would take longer than checking the picture.
      places.push(place instanceof Promise ? await place : place);
      labels.push(label);
    }
  }
  return { names, places, labels, inspected, skipped };
}

/** @returns `last` if the picture is like it: most datasets have one size. */
function inspectStored(bytes: Uint8Array, name: string, last: Inspected | undefined): Inspected {
  const { width, height, channels } = checkPictureFile(bytes, name);
  const colour = channels > 1;
  const isSame = last?.width === width && last.height === height && last.colour === colour;
  return isSame ? last : { width, height, colour };
}

/** The size that a picture's header claims; undefined if it cannot be read: opening it reports the reason. */
export function claimedSizeOf(bytes: Uint8Array | Error | undefined): Inspected | undefined {
  if (bytes === undefined || bytes instanceof Error) return undefined;
  try {
    const size = readClaimedSize(bytes, 'a picture');
    return size && { ...size, colour: size.channels > 1 };
  } catch (error) {
    if (isSpeilError(error)) return undefined;
    throw error;
  }
}

/** Labels are used if every picture has one from 0 to 255. */
function readLabels(
  labels: readonly (number | undefined)[],
  { path, classNames }: StoredOptions,
): Pick<Dataset, 'classNames'> & { readonly labels?: Uint8Array; readonly remark?: string } {
  if (labels.every((label) => label === undefined)) return {};
  const odd = labels.findIndex(
    (label) => !(Number.isInteger(label) && label! >= 0 && label! < 256),
  );
  if (odd >= 0) {
    const example = labels[odd] ?? 'none';
    return {
      remark: `labels that are not whole numbers from 0 to 255, such as ${example}, left out`,
    };
  }
  const largest = labels.reduce<number>((most, label) => Math.max(most, label!), 0);
  if (classNames !== undefined && largest >= classNames.length) {
    throw new InvalidFileError(
      `${path} holds label ${largest} and names ${classNames.length} classes. Name every class.`,
    );
  }
  return { labels: Uint8Array.from(labels as number[]), ...(classNames && { classNames }) };
}

const bytesInMemory = (place: Place): number =>
  place instanceof Uint8Array ? place.byteLength : 0;
