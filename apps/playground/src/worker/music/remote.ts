/**
 * Loads a checkpoint from the web. Its size is reported before its weights are fetched, received bytes are counted, and
 * files are kept in the browser's cache. The files are not trusted, since a person or a link chose the address: only
 * numbers are read from them.
 */
import { InvalidArgumentError, InvalidFileError, NetworkError, parseJson } from '@speil/api';
import { fromUrl } from '@speil/core';
import type { ModelSource } from '@speil/core';
import { musicVaeConfigSchema } from '@speil/music';
import * as z from 'zod';
import type { CheckpointOffer, MusicKind } from '../protocol/music';
import { assertFits } from './open-model';

const cacheName = 'speil-checkpoints';
/** Upper bounds on the bytes of a description and of weights. */
const descriptionLimit = 2 ** 20;
const weightsLimit = 150 * 2 ** 20;

const manifestSchema = z
  .array(
    z.object({
      paths: z.array(z.string().min(1).max(300)).min(1).max(64),
      weights: z
        .array(
          z.object({
            shape: z.array(z.int().min(1).max(65_536)).max(4),
            quantization: z.object({ dtype: z.enum(['uint8', 'uint16']) }).optional(),
          }),
        )
        .max(1000),
    }),
  )
  .min(1)
  .max(16);

/** @throws InvalidArgumentError for an address that is not https. */
export function checkedAddress(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch (error) {
    throw new InvalidArgumentError(`An address must begin with https://. Received: '${text}'.`, {
      cause: error,
    });
  }
  if (url.protocol !== 'https:' || url.username !== '' || url.search !== '') {
    throw new InvalidArgumentError(
      `A checkpoint's address must be the https address of a folder. Received: '${text}'.`,
    );
  }
  url.hash = '';
  return url.href.replace(/\/(?:config\.json|weights_manifest\.json)?$/u, '');
}

/** Reads the checkpoint's two descriptions. @throws IncompatibleError for a model whose patterns differ. */
export async function checkCheckpoint(kind: MusicKind, address: string): Promise<CheckpointOffer> {
  const url = checkedAddress(address);
  const source = fromUrl(url, { maxBytes: descriptionLimit, fetch: kept() });
  const read = async (file: string): Promise<string> =>
    new TextDecoder().decode(await source.read(file));
  const config = parseJson(musicVaeConfigSchema, await read('config.json'), `${url}/config.json`);
  assertFits(kind, config, url);
  const place = `${url}/weights_manifest.json`;
  const groups = parseJson(manifestSchema, await read('weights_manifest.json'), place);
  const widths = { uint8: 1, uint16: 2 };
  const bytes = groups
    .flatMap(({ weights }) => weights)
    .reduce(
      (sum, { shape, quantization }) =>
        sum +
        shape.reduce((product, side) => product * side, 1) *
          (quantization ? widths[quantization.dtype] : 4),
      0,
    );
  if (bytes > weightsLimit) {
    throw new InvalidFileError(
      `This page takes checkpoints of up to ${weightsLimit / 2 ** 20} MB. Received: ${Math.round(bytes / 2 ** 20)} MB of ${url}.`,
    );
  }
  const cache = await openCache();
  const files = groups.flatMap(({ paths }) => paths);
  const found = await Promise.all(files.map(async (file) => cache?.match(`${url}/${file}`)));
  return { url, bytes, kept: found.every((response) => response !== undefined) };
}

/** @param onBytes receives the number of bytes fetched so far. */
export function remoteSource(address: string, onBytes: (bytes: number) => void): ModelSource {
  let total = 0;
  const count = (bytes: number): void => {
    total += bytes;
    onBytes(total);
  };
  return fromUrl(checkedAddress(address), { maxBytes: weightsLimit, fetch: kept(count) });
}

/** Deletes the cached files of a checkpoint that could not be loaded, so that the next attempt fetches them again. */
export async function forgetCheckpoint(address: string): Promise<void> {
  const folder = `${checkedAddress(address)}/`;
  const cache = await openCache();
  const kept = (await cache?.keys()) ?? [];
  await Promise.all(
    kept.filter(({ url }) => url.startsWith(folder)).map(async (file) => cache?.delete(file)),
  );
}

/** @returns a fetch that keeps its responses in the cache. */
function kept(onBytes: (bytes: number) => void = () => undefined): typeof fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input.url : input.toString();
    const cache = await openCache();
    const found = await cache?.match(address);
    if (found !== undefined) return found;
    const response = await fetch(address, {
      ...init,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if (!response.ok || response.body === null) return response;
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (length > weightsLimit) {
        await reader.cancel();
        throw new NetworkError(`${address} is longer than the ${weightsLimit} bytes allowed.`);
      }
      onBytes(value.length);
    }
    const whole = new Blob(chunks);
    // Storing may fail, for instance in a private window. The model works anyway.
    await cache?.put(address, new Response(whole)).catch(() => undefined);
    return new Response(whole);
  };
}

/** @returns the cache; undefined in a browser that stores nothing. */
async function openCache(): Promise<Cache | undefined> {
  try {
    return await caches.open(cacheName);
  } catch {
    return undefined;
  }
}
