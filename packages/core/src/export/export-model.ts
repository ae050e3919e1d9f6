/**
 * Exports models to the formats of other programs. This is a separate entry, because it needs `@speil/compile` for ONNX
 * and all of `@tensorflow/tfjs` for layers models.
 */
import * as tf from '@tensorflow/tfjs-core';
import { IncompatibleError, InvalidArgumentError, type ModelSpec, isDiscrete } from '@speil/api';
import { modelFiles, type ReadModel } from '../files/model-files.js';
import { createLikelihood } from '../likelihoods/likelihoods.js';
import { inferInputShape } from '../model-spec/input.js';
import { isSequence } from '../model-spec/sequence.js';
import { onnxFiles } from './onnx.js';
import { tfjsFiles } from './tfjs.js';

/** Formats for other programs. */
export const exportFormats = ['onnx', 'tfjs', 'safetensors'] as const;
/** A format for other programs. */
export type ExportFormat = (typeof exportFormats)[number];

/**
 * Exports a model for other programs.
 *
 * @returns files by their path in the export, with a README that documents inputs and outputs.
 * @throws InvalidArgumentError for an unknown format.
 */
export async function exportModel(
  model: ReadModel,
  format: ExportFormat,
): Promise<Record<string, Uint8Array>> {
  assertExportable(model, format);
  // Silences tfjs's messages on the console.
  tf.enableProdMode();
  const files = await filesAs(model, format);
  return { ...files, 'README.md': new TextEncoder().encode(card(model, format)) };
}

/** @throws IncompatibleError if another program would need something that only Speil has. */
function assertExportable({ file: { spec } }: ReadModel, format: ExportFormat): void {
  if (format === 'safetensors') return;
  const { architecture, bottleneck, condition, objective } = spec;
  const reasons = [
    ...(condition === null ? [] : ['takes a condition']),
    ...(isDiscrete(bottleneck) ? ['has discrete latents'] : []),
    ...(format === 'tfjs' && isSequence(architecture) ? ['is a sequence'] : []),
    ...(format === 'tfjs' && createLikelihood(objective.likelihood).meanActivation === null
      ? [`has a ${objective.likelihood.kind} mean, which no layer of tfjs gives`]
      : []),
  ];
  if (reasons.length === 0) return;
  throw new IncompatibleError(
    `Model ${spec.name} ${reasons.join(' and ')}: it can be exported as safetensors. Received: format=${format}.`,
  );
}

async function filesAs(
  model: ReadModel,
  format: ExportFormat,
): Promise<Record<string, Uint8Array>> {
  switch (format) {
    case 'onnx':
      return onnxFiles(model);
    case 'tfjs':
      return await tfjsFiles(model);
    case 'safetensors': {
      const { training, spec } = model.file;
      return modelFiles(spec, model.variables, training ? { training } : {});
    }
    default:
      throw new InvalidArgumentError(
        `format must be one of ${exportFormats.join(', ')}. Received: format=${String(format)}.`,
      );
  }
}

const how: Readonly<Record<ExportFormat, string>> = {
  onnx: 'Open `encoder.onnx` and `decoder.onnx` with any ONNX runtime (operator set 18).',
  tfjs: 'Load `encoder/model.json` and `decoder/model.json` with `tf.loadLayersModel`.',
  safetensors:
    'Load the folder with `loadModel` of `@speil/core`, or the weights with any safetensors library.',
};

/** Whether the decoder's mean may leave the range of the data. */
function isUnbounded({ objective: { likelihood } }: ModelSpec): boolean {
  return !createLikelihood(likelihood).bounded;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function card({ file }: ReadModel, format: ExportFormat): string {
  const { spec, training } = file;
  const item = `[batch, ${spec.codec.shape.join(', ')}]`;
  const input = `[batch, ${inferInputShape(spec).join(', ')}]`;
  const latent = `[batch, ${spec.latentShape.join(', ')}]`;
  const gaussian = spec.bottleneck.kind === 'gaussian';
  const from =
    training === undefined
      ? ''
      : `\nTrained on ${training.dataset.id} (${counted(training.dataset.size, 'example')}), ${counted(training.epochs, 'epoch')}, recipe ${training.recipe}, seed ${training.settings.seed}, engine ${training.engine}.\n`;
  return `# ${spec.name}

A ${spec.family} exported by Speil. ${how[format]}

| part    | takes                          | gives                                              |
| ------- | ------------------------------ | -------------------------------------------------- |
| encoder | x ${input}, values 0 to 1 | mean ${latent}${gaussian ? ` and logVariance ${latent} (ln of the variance)` : ''} |
| decoder | z ${latent} | mean ${item}${isUnbounded(spec) ? ', not clipped to 0 to 1' : ''} |
${from}
The weights carry the licence of the data that they were trained on.
`;
}
