/** Reads `.keras` files of Keras 3: a ZIP archive with the configuration as JSON and the weights as HDF5. */
import { IncompatibleError, InvalidFileError, parseJson } from '@speil/api';
import { unzipSync } from 'fflate';
import * as z from 'zod';
import { readKeras } from './keras.js';
import type { ForeignModel, Tensor } from './network.js';

/** Upper bound on each unpacked file, in bytes. */
const sizeLimit = 500 * 2 ** 20;

const files = ['config.json', 'model.weights.h5'] as const;

/** @param shown the file, for messages. @throws InvalidFileError, IncompatibleError. */
export async function readKerasFile(bytes: Uint8Array, shown: string): Promise<ForeignModel> {
  const [config, weights] = unpack(bytes, shown);
  const value = parseJson(z.unknown(), new TextDecoder().decode(config), `${shown}/config.json`);
  return withWeights(weights, shown, (read) => readKeras(value, read, shown));
}

function unpack(bytes: Uint8Array, shown: string): readonly [Uint8Array, Uint8Array] {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!files.some((file) => file === name)) return false;
        if (originalSize <= sizeLimit) return true;
        throw new InvalidFileError(
          `${shown}: ${name} unpacks to ${originalSize} bytes; at most ${sizeLimit} are read.`,
        );
      },
    });
  } catch (error) {
    if (error instanceof InvalidFileError) throw error;
    throw new InvalidFileError(`${shown} is not a .keras file: it is no sound ZIP archive.`, {
      cause: error,
    });
  }
  const [config, weights] = files.map((name) => entries[name]);
  if (config === undefined || weights === undefined) {
    throw new InvalidFileError(
      `${shown} must hold ${files.join(' and ')}. Received: ${Object.keys(entries).join(', ') || 'neither'}.`,
    );
  }
  return [config, weights];
}

type Read = (layer: string, className: string, index: number) => readonly Tensor[];

let opening = 0;

/**
 * Opens weights, passes a reader of a layer's weights to `use`, and closes them whatever happens. They are opened in
 * memory, where no link or external storage of a file from elsewhere leads to a file of this machine.
 */
async function withWeights<T>(
  bytes: Uint8Array,
  shown: string,
  use: (read: Read) => T,
): Promise<T> {
  const { default: h5 } = await import('h5wasm');
  const library = await h5.ready;
  // Without it, errors are printed, and damaged data are read as zeros.
  library.activate_throwing_error_handler();
  const file = `weights-${++opening}.h5`;
  let opened: InstanceType<typeof h5.File> | undefined;
  try {
    library.FS.writeFile(file, bytes);
    opened = new h5.File(file, 'r');
    const layers = opened.get('layers');
    const groups = layers instanceof h5.Group ? layers.keys() : [];
    const at = (group: string): InstanceType<typeof h5.Group> | undefined => {
      const found = opened!.get(`layers/${group}/vars`);
      return found instanceof h5.Group ? found : undefined;
    };
    const byName = new Map(
      groups.flatMap((group) => {
        const name = at(group)?.attrs['name']?.value;
        return typeof name === 'string' ? [[name, group] as const] : [];
      }),
    );
    return use((layer, className, index) => {
      // Files of early versions do not name the layer: its group is that of its class, with a number.
      const snake = className.replaceAll(/(?<=[a-z0-9])(?=[A-Z][a-z])/gu, '_').toLowerCase();
      const group = byName.get(layer) ?? `${snake}${index === 0 ? '' : `_${index}`}`;
      const found = groups.includes(group) ? at(group) : undefined;
      return [...(found?.keys() ?? [])]
        .sort((a, b) => Number(a) - Number(b))
        .map((key) => tensorOf(found!.get(key), `${shown}, layer ${layer}`));
    });
  } catch (error) {
    if (error instanceof InvalidFileError || error instanceof IncompatibleError) throw error;
    const reason = /minor: (.+)\s*$/u.exec((error as Error).message.trim())?.[1] ?? 'damaged data';
    throw new InvalidFileError(`The weights of ${shown} cannot be read as HDF5: ${reason}.`, {
      cause: error,
    });
  } finally {
    try {
      opened?.close();
      library.FS.unlink(file);
    } catch {
      // The first error, if there was one, says why.
    }
  }
}

interface Array {
  readonly metadata: {
    readonly shape: readonly number[] | null;
    readonly virtual_sources?: unknown;
  };
  readonly dtype: unknown;
  readonly value: unknown;
}

function tensorOf(entry: unknown, what: string): Tensor {
  const { metadata, dtype, value } = (entry ?? {}) as Partial<Array>;
  const isOwn = metadata !== undefined && metadata.virtual_sources === undefined;
  if (!isOwn || dtype !== '<f' || !(value instanceof Float32Array)) {
    throw new IncompatibleError(
      `${what}: weights must be 32-bit floats in the file itself. Received: ${JSON.stringify(dtype)?.slice(0, 60) ?? 'none'}.`,
    );
  }
  return { shape: metadata.shape ?? [], values: value };
}
