/** Turns the files of another library into the files of a model, by the endings of their names. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { IncompatibleError } from '@speil/api';
import { modelFiles } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { refuseOptions } from '../domains/domain.js';
import { readBounded } from '../files/files.js';
import { UsageError } from '../io/exit.js';
import type { Io } from '../io/io.js';
import { assemble, type Assembled, type AssembleOptions } from './assemble.js';
import type { Imported } from './imported.js';
import type { ForeignModel } from './network.js';

export interface ImportOptions extends AssembleOptions {
  /** The file that maps tensors to variables, for safetensors. */
  readonly mapping?: string;
}

const limit = 500 * 2 ** 20;

/**
 * @param names the encoder's and the decoder's files, one file of safetensors, or the folder of a checkpoint of magenta-js.
 * @throws UsageError, InvalidFileError, IncompatibleError, NotFoundError, StorageError.
 */
export async function importModel(
  names: readonly string[],
  options: ImportOptions,
  io: Io,
): Promise<Imported> {
  const { mapping, shape, likelihood } = options;
  const [first] = names as [string];
  const folder = path.resolve(io.cwd, first);
  const { importMagenta, isMagentaCheckpoint, refuseTensorFlow } =
    await import('./magenta-checkpoint.js');
  if (isMagentaCheckpoint(folder)) {
    if (names.length > 1) {
      throw new UsageError(
        `${first} is a checkpoint of magenta-js, which is one folder: name it alone.`,
      );
    }
    refuseOptions('--mapping, --shape and --likelihood are for models of pictures', [
      ...[mapping, shape, likelihood],
    ]);
    return importMagenta(folder, first, options.name);
  }
  for (const name of names) refuseTensorFlow(path.resolve(io.cwd, name), name);
  const { spec, variables } = await read(names, options, io);
  return {
    spec,
    files: modelFiles(spec, variables),
    what: `pictures of ${spec.codec.shape.join('x')}, latent ${spec.latentShape.join('x')}, ${spec.objective.likelihood.kind}`,
    next: 'reconstruct OUT PICTURE -o out',
  };
}

async function read(
  names: readonly string[],
  { mapping, ...options }: ImportOptions,
  io: Io,
): Promise<Assembled> {
  const [first, second] = names as [string, string?];
  if (first.endsWith('.safetensors')) {
    if (mapping === undefined || second !== undefined) {
      throw new UsageError(
        'Weights in safetensors are one file, with --mapping FILE for their places in a model.',
      );
    }
    const { readSafetensorsFile } = await import('./safetensors-file.js');
    const text = new TextDecoder().decode(
      readBounded(mapping, { cwd: io.cwd, limit: 2 ** 24, what: 'a mapping' }),
    );
    const shown = { weights: first, mapping };
    return readSafetensorsFile(readBounded(first, boundsOf(io)), text, shown);
  }
  if (mapping !== undefined)
    throw new UsageError('--mapping is for weights in safetensors: leave it out.');
  if (second === undefined) {
    throw new UsageError(
      'Name two files: the encoder and the decoder, such as encoder.keras decoder.keras.',
    );
  }
  return assemble(await readNetwork(first, io), await readWhole(second, io), options);
}

const boundsOf = (io: Io) => ({ cwd: io.cwd, limit, what: 'a model' }) as const;

/** A decoder may end in a dense layer, which is no head there. */
async function readWhole(name: string, io: Io): Promise<ForeignModel> {
  const { input, layers, heads } = await readNetwork(name, io);
  if (heads.length > 1) {
    throw new IncompatibleError(`${name} must be a decoder with one output. Received: two.`);
  }
  return { input, layers: [...layers, ...heads], heads: [] };
}

async function readNetwork(name: string, io: Io): Promise<ForeignModel> {
  const target = path.resolve(io.cwd, name);
  const isFolder = fs.existsSync(target) && fs.statSync(target).isDirectory();
  if (isFolder || name.endsWith('.json')) {
    const { readTfjsFile } = await import('./tfjs-file.js');
    const file = isFolder ? 'model.json' : path.basename(target);
    const source = fromFolder(isFolder ? target : path.dirname(target));
    return readTfjsFile(source, file, isFolder ? path.join(name, file) : name);
  }
  const bytes = readBounded(name, boundsOf(io));
  if (name.endsWith('.keras')) return (await import('./keras-file.js')).readKerasFile(bytes, name);
  if (name.endsWith('.onnx')) return (await import('./onnx-file.js')).readOnnxFile(bytes, name);
  throw new UsageError(
    `A model is imported from .keras, .onnx, .safetensors or the model.json of TensorFlow.js. Received: ${name}`,
  );
}
