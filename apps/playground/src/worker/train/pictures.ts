/** Fetches the pictures that a page trains on: one gzipped file for each part, labels first. */
import { InvalidFileError, NotFoundError, sizeOf } from '@speil/api';
import type { Dataset } from '@speil/api';
import { pixelDataset } from '@speil/images';
import * as z from 'zod';
import { dataUrl } from '../protocol/paths';

export interface TrainingData {
  readonly train: Dataset;
  /** Pictures that no step learns from. */
  readonly heldOut: Dataset;
}

const part = z.object({
  file: z.string().regex(/^[a-z-]{1,40}\.bin$/u),
  size: z.int().min(1).max(100_000),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/u),
});
/** Written by build/assets.mjs. */
const factsSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/u),
  shape: z.tuple([z.int().min(1).max(512), z.int().min(1).max(512), z.int().min(1).max(4)]),
  classNames: z.array(z.string().max(100)).max(100),
  train: part,
  test: part,
});
type Facts = z.infer<typeof factsSchema>;

export async function loadPictures(name: string): Promise<TrainingData> {
  const folder = dataUrl(name);
  const facts = factsSchema.parse(await (await fetched(`${folder}facts.json`)).json());
  const [train, heldOut] = await Promise.all([
    open(folder, facts, 'train'),
    open(folder, facts, 'test'),
  ]);
  return { train, heldOut };
}

async function open(folder: string, facts: Facts, split: 'train' | 'test'): Promise<Dataset> {
  const { file, size, fingerprint } = facts[split];
  const { shape, classNames } = facts;
  const bytes = await unpacked(await fetched(folder + file));
  const expected = size * (1 + sizeOf(shape));
  if (bytes.length !== expected) {
    throw new InvalidFileError(`${file} must hold ${expected} bytes. Received: ${bytes.length}.`);
  }
  return pixelDataset({
    id: `${facts.name}/${split}`,
    ...{ fingerprint, shape, classNames },
    labels: bytes.subarray(0, size),
    pixels: bytes.subarray(size),
  });
}

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new NotFoundError(`${url} could not be fetched. Received: ${response.status}.`);
  }
  return response;
}

async function unpacked(response: Response): Promise<Uint8Array> {
  const stream = response.body!.pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
