/** Reads arrays of HDF5 files, by h5wasm: the HDF5 library in WebAssembly, which reads from the disk what is asked for. */
import { IncompatibleError, InvalidFileError } from '@speil/api';

/** An array of numbers in an HDF5 file. */
export interface Hdf5Array {
  readonly shape: readonly number[];
  readonly type: 'bytes' | 'doubles';
  /** Rows per chunk: a chunk is read and decompressed as a whole. Undefined if the array is not divided into chunks. */
  readonly chunkRows: number | undefined;
  /** Reads rows of the first dimension. @throws InvalidFileError for damaged data. */
  read(from: number, to: number): Uint8Array | Float64Array;
}

/** The types of numbers that are read. */
const types = { '<B': 'bytes', '>B': 'bytes', '<d': 'doubles' } as const;

/**
 * Opens an HDF5 file, passes its arrays to `use`, and closes it whatever happens.
 *
 * @param names of the arrays, at the top of the file.
 * @throws InvalidFileError if it is not a HDF5 file or lacks an array; IncompatibleError for an array of other types
 *   than bytes and doubles, or one that is stored in another file; NotFoundError, StorageError.
 */
export async function withHdf5<K extends string, T>(
  path: string,
  names: readonly K[],
  use: (arrays: Readonly<Record<K, Hdf5Array>>) => Promise<T>,
): Promise<T> {
  // 4 MB of WebAssembly, which only these files need.
  const { default: h5 } = await import('h5wasm/node');
  const library = await h5.ready;
  // Without it, errors are printed, and damaged data are read as zeros.
  library.activate_throwing_error_handler();
  const file = readably(path, () => new h5.File(path, 'r'));
  try {
    const arrays = names.map((name) => {
      const found = readably(path, () => (file.keys().includes(name) ? file.get(name) : null));
      if (!(found instanceof h5.Dataset)) {
        throw new InvalidFileError(
          `${path} must hold the arrays ${names.join(' and ')}. Received: ${file.keys().slice(0, 8).join(', ') || 'none'}.`,
        );
      }
      const { metadata, dtype } = found;
      const shape = metadata.shape ?? [];
      const type = typeof dtype === 'string' ? types[dtype as keyof typeof types] : undefined;
      // An array may be composed of those of other files, which a file from elsewhere must not read.
      if (type === undefined || shape.length === 0 || metadata.virtual_sources !== undefined) {
        throw new IncompatibleError(
          `${path} must hold bytes or doubles in ${name}, in the file itself. Received: ${JSON.stringify(dtype)} of [${shape.join(', ')}].`,
        );
      }
      const array: Hdf5Array = {
        shape,
        type,
        chunkRows: metadata.chunks?.[0],
        read: (from, to) =>
          readably(path, () => found.slice([[from, to]])) as Uint8Array | Float64Array,
      };
      return [name, array] as const;
    });
    return await use(Object.fromEntries(arrays) as Record<K, Hdf5Array>);
  } finally {
    file.close();
  }
}

/** The library's errors are traces of its own calls; the last line names the cause. */
function readably<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = /minor: (.+)\s*$/u.exec((error as Error).message.trim())?.[1] ?? 'damaged data';
    throw new InvalidFileError(`${path} cannot be read as HDF5: ${reason}.`, { cause: error });
  }
}
