/** Sources of a model's files. File names must be plain, so that no source reads files outside its folder. */
import {
  fileNameSchema,
  InvalidArgumentError,
  joinBytes,
  NetworkError,
  NotFoundError,
} from '@speil/api';

/** Where the files of a model come from: memory, a folder, a package or a URL. */
export interface ModelSource {
  /** The name of the source in messages: a path, an address, a package. */
  readonly name: string;
  /**
   * Reads a whole file.
   *
   * @param file a plain file name.
   */
  read(file: string): Promise<Uint8Array>;
}

/** Maximum size of a model's file, in bytes. */
export const modelFileLimit = 2 ** 31;

/** Files in memory, such as a checkpoint's. */
export function fromFiles(name: string, files: Readonly<Record<string, Uint8Array>>): ModelSource {
  return {
    name,
    read(file) {
      const bytes = Object.hasOwn(files, file) ? files[file] : undefined;
      if (bytes === undefined) return Promise.reject(new NotFoundError(`${name} has no ${file}.`));
      return Promise.resolve(bytes);
    },
  };
}

/** How files are read from a URL. */
export interface UrlSourceOptions {
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Aborts the requests. */
  readonly signal?: AbortSignal;
  /** Refuses a longer answer while it streams. Default 2^31 bytes. */
  readonly maxBytes?: number;
}

/**
 * A model folder on a web server.
 *
 * @param base the folder's address, absolute (`http:` or `https:`) or, in a page, relative.
 */
export function fromUrl(base: string | URL, options: UrlSourceOptions = {}): ModelSource {
  const { signal, maxBytes = modelFileLimit } = options;
  const get = options.fetch ?? fetch;
  const folder = String(base).replace(/\/*$/u, '/');
  return {
    name: folder.slice(0, -1),
    async read(file) {
      const address = folder + checkedName(file);
      let response: Response;
      try {
        response = await get(address, signal === undefined ? {} : { signal });
      } catch (error) {
        throw new NetworkError(`${address} could not be fetched.`, { cause: error });
      }
      if (response.status === 404) throw new NotFoundError(`${address} does not exist.`);
      if (!response.ok) {
        throw new NetworkError(`${address} answered ${response.status} ${response.statusText}.`);
      }
      return await readBounded(response, address, maxBytes);
    },
  };
}

/** @throws InvalidArgumentError for anything but a plain file name. */
export function checkedName(file: string): string {
  if (!fileNameSchema.safeParse(file).success) {
    throw new InvalidArgumentError(`A model's file must have a plain name. Received: '${file}'.`);
  }
  return file;
}

async function readBounded(
  response: Response,
  address: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array(await response.arrayBuffer());
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new NetworkError(`${address} is longer than the ${maxBytes} bytes allowed.`);
    }
    chunks.push(value);
  }
  return joinBytes(chunks);
}
