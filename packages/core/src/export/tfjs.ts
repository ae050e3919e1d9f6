/** Exports a model as two tfjs layers models, encoder and decoder, for `tf.loadLayersModel`. */
import * as tf from '@tensorflow/tfjs';
import type { ReadModel } from '../files/model-files.js';
import { createLikelihood } from '../likelihoods/likelihoods.js';
import { inferInputShape } from '../model-spec/input.js';
import { declareModel, type DeclaredLayer } from '../model-spec/model.js';
import { activate, dense, exportLayer, flatten, type Symbolic } from './tfjs-layers.js';

/** @returns `encoder/model.json`, `encoder/weights.bin` and the same files for the decoder. */
export async function tfjsFiles({
  file: { spec },
  variables,
}: ReadModel): Promise<Record<string, Uint8Array>> {
  const { encoder, decoder } = declareModel(spec);
  const through = (layers: readonly DeclaredLayer[], input: Symbolic): Symbolic =>
    layers.reduce((x, layer) => exportLayer(layer, x, variables), input);

  const x = tf.input({ shape: inferInputShape(spec) });
  const features = through(encoder.layers, x);
  const { bottleneck, objective } = spec;
  const head = (name: string): Symbolic =>
    dense(name, 'linear', flatten(features), variables, spec.latentShape[0]!);
  const isFeatures = bottleneck.kind === 'deterministic' && bottleneck.head === 'identity';
  const outputs = isFeatures
    ? [features]
    : [
        head('bottleneck/mean'),
        ...(bottleneck.kind === 'gaussian' ? [head('bottleneck/logVariance')] : []),
      ];

  const z = tf.input({ shape: [...spec.latentShape] });
  const raw = through(decoder.layers, z);
  const mean = activate(createLikelihood(objective.likelihood).meanActivation ?? 'linear', raw);
  return {
    ...(await filesOf('encoder', tf.model({ inputs: x, outputs }))),
    ...(await filesOf('decoder', tf.model({ inputs: z, outputs: mean }))),
  };
}

async function filesOf(folder: string, model: tf.LayersModel): Promise<Record<string, Uint8Array>> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((saved) => {
      artifacts = saved;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  model.dispose();
  const { modelTopology, weightSpecs, weightData } = artifacts!;
  const json = {
    format: 'layers-model',
    generatedBy: 'speil export',
    modelTopology,
    weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
  };
  return {
    [`${folder}/model.json`]: new TextEncoder().encode(`${JSON.stringify(json)}\n`),
    [`${folder}/weights.bin`]: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
  };
}
