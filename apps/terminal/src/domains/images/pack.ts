/**
 * The files of a published model of pictures: weights in half precision, and golden outputs for five embedded pictures.
 */
import { IncompatibleError } from '@speil/api';
import { fromFiles, loadModel, modelFiles, readModel } from '@speil/core';
import { imageCodec } from '@speil/images';
import { openEngine } from '../../engines/engines.js';
import type { Io } from '../../io/io.js';
import type { PackedModel, ResolvedModel } from '../domain.js';
import { encodeGolden } from '../golden.js';
import { computeGolden, openGoldenData } from './golden.js';

/** Upper bound on the weights of a published model, in bytes (CONTRIBUTING, "Publish a model"). */
const mostBytes = 600_000;

const example = `import { loadEngine, loadModel } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { imageCodec } from '@speil/images';

const engine = await loadEngine('auto');
const model = await loadModel(fromFolder('.'), { codec: imageCodec, engine });
console.log(model.spec.family, model.spec.latentShape);`;

/** @throws IncompatibleError for a model whose codec is not for pictures. */
export async function packPictures(
  { name, source }: ResolvedModel,
  _options: object,
  io: Io,
): Promise<PackedModel> {
  const { file, variables } = await readModel(source);
  const { codec } = file.spec;
  if (codec.id !== 'image') {
    throw new IncompatibleError(
      `${name} must be a model of pictures or of music. Received: codec '${codec.id}'.`,
    );
  }
  const dataset = await openGoldenData(codec.shape);
  const files = modelFiles(file.spec, variables, {
    weightType: 'F16',
    ...(file.training && { training: file.training }),
  });
  io.progress.update('computing golden outputs');
  // Golden outputs are computed by the same engine on every machine.
  const engine = await openEngine(io, { engine: 'wasm' });
  const model = await loadModel(fromFiles(name, files), { codec: imageCodec, engine });
  try {
    const golden = await computeGolden(model, { dataset, codec: imageCodec(codec) });
    return {
      files: { ...files, 'golden.json': encodeGolden(golden) },
      form: 'model',
      spec: file.spec,
      weightBytes: files['weights.safetensors']!.length,
      mostBytes,
      example,
    };
  } finally {
    model.dispose();
  }
}
