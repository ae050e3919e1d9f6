/**
 * A model as files: `model.json` with a sha256 of each other file, and `weights.safetensors`. The functions here write
 * and read bytes; callers decide where the bytes are stored.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import {
  CorruptError,
  IncompatibleError,
  InvalidFileError,
  modelFileSchema,
  parseJson,
  type ModelFile,
  type ModelSpec,
} from '@speil/api';
import type { HostTensor } from '../engines/engine.js';
import { declareModel } from '../model-spec/model.js';
import { decodeSafetensors, encodeSafetensors, type WeightType } from './safetensors.js';
import type { ModelSource } from './sources.js';

export const modelFileName = 'model.json';
export const weightsFileName = 'weights.safetensors';

/** How a model is written. */
export interface ModelFilesOptions {
  /** `F16` halves the size; each weight is rounded to 11 bits. Default `F32`. */
  readonly weightType?: WeightType;
  /** How the model was trained; absent for one that was not. */
  readonly training?: ModelFile['training'];
}

/** A model that has been read: its file and its weights. */
export interface ReadModel {
  /** The content of `model.json`. */
  readonly file: ModelFile;
  /** Every variable by name, in single precision. */
  readonly variables: Readonly<Record<string, HostTensor>>;
}

/**
 * The parts of a model that are needed to process data: only its spec and weights, so that a checkpoint of another
 * program can be used.
 */
export interface ModelParts extends Pick<ReadModel, 'variables'> {
  /** The spec of the model. */
  readonly file: Pick<ModelFile, 'spec'>;
}

/**
 * Writes a model folder: `model.json` and `weights.safetensors`, by file name.
 *
 * @param variables every variable of the spec, by name.
 */
export function modelFiles(
  spec: ModelSpec,
  variables: Readonly<Record<string, HostTensor>>,
  { weightType = 'F32', training }: ModelFilesOptions = {},
): Record<string, Uint8Array> {
  const weights = encodeSafetensors(variables, weightType);
  const file: ModelFile = {
    format: 'speil-model',
    formatVersion: 1,
    spec,
    files: { [weightsFileName]: { sha256: sha256Hex(weights), bytes: weights.length } },
    ...(training && { training }),
  };
  const json = `${JSON.stringify(file, null, 2)}\n`;
  return { [modelFileName]: new TextEncoder().encode(json), [weightsFileName]: weights };
}

/**
 * Reads a model folder, and checks its checksums and shapes.
 *
 * @throws CorruptError when a file's bytes are not the ones that were written.
 * @throws InvalidFileError when a file does not follow its format.
 * @throws IncompatibleError when the weights do not belong to the architecture.
 */
export async function readModel(source: ModelSource): Promise<ReadModel> {
  const text = new TextDecoder().decode(await source.read(modelFileName));
  const file = parseJson(modelFileSchema, text, `${source.name}/${modelFileName}`);
  const declared = declareModel(file.spec);
  const record = file.files[weightsFileName];
  const what = `${source.name}/${weightsFileName}`;
  if (record === undefined) {
    throw new InvalidFileError(`${source.name}/${modelFileName} names no ${weightsFileName}.`);
  }
  const bytes = await source.read(weightsFileName);
  if (bytes.length !== record.bytes || sha256Hex(bytes) !== record.sha256) {
    throw new CorruptError(
      `${what} is damaged: its sha256 is not the one in ${modelFileName}. Copy it again, or train again.`,
    );
  }
  const tensors = decodeSafetensors(bytes, what);
  const variables: Record<string, HostTensor> = {};
  for (const { name, shape } of declared.variables) {
    const tensor = tensors[name];
    if (tensor === undefined || tensor.shape.join() !== shape.join()) {
      throw new IncompatibleError(
        `${what} must hold '${name}' of shape [${shape.join(', ')}]. Received: ${tensor === undefined ? 'nothing' : `[${tensor.shape.join(', ')}]`}.`,
      );
    }
    if (!tensor.values.every(Number.isFinite)) {
      throw new InvalidFileError(`${what} holds values in '${name}' that are not finite.`);
    }
    variables[name] = tensor;
  }
  return { file, variables };
}

/** The sha256 of bytes, in lower-case hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}
