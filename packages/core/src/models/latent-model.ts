/**
 * A trained model as the contract sees it: items in, posteriors out; latents in, items out. Work is cut into batches, so
 * that ten thousand items take the memory of one batch and an abort takes effect between two.
 */
import {
  InvalidArgumentError,
  sizeOf,
  stackRows,
  rowOf,
  throwIfAborted,
  type Batch,
  type Codec,
  type DecodeOptions,
  type EncodeOptions,
  type LatentModel,
  type ModelSpec,
  type Posterior,
} from '@speil/api';
import { uploadAll, type Engine, type HostTensor, type Resident } from '../engines/engine.js';
import { decodingDraw, executablesOf } from '../metrics/scores.js';
import { normals, uniforms } from '../random/streams.js';
import { createAutoencoder } from './autoencoder.js';

export interface LatentModelOptions<T> {
  readonly spec: ModelSpec;
  /** Every variable of the spec, by name. */
  readonly variables: Readonly<Record<string, HostTensor>>;
  readonly codec: Codec<T>;
  readonly engine: Engine;
  /** Items that one call of the engine takes. Default 256. */
  readonly batchSize?: number;
}

/** @throws InvalidArgumentError when the codec is not of the spec's shape. */
export function createLatentModel<T>(options: LatentModelOptions<T>): LatentModel<T> {
  const { spec, codec, engine, batchSize = 256 } = options;
  if (codec.shape.join() !== spec.codec.shape.join()) {
    throw new InvalidArgumentError(
      `Model ${spec.name} needs a codec of shape [${spec.codec.shape.join(', ')}]. Received: [${codec.shape.join(', ')}].`,
    );
  }
  const model = createAutoencoder(spec);
  const { encode: encodeBatch, decode: decodeMean } = executablesOf(model, engine);
  const decodeDraw = engine.compile(decodingDraw(model));
  let variables: Record<string, Resident> | undefined = uploadAll(engine, options.variables);
  const alive = (): Record<string, Resident> => {
    if (variables === undefined) throw new InvalidArgumentError(`Model ${spec.name} is disposed.`);
    return variables;
  };

  return {
    spec,
    async encode(items, { signal }: EncodeOptions = {}): Promise<Posterior> {
      const means: Float32Array[] = [];
      const logVariances: Float32Array[] = [];
      for (let start = 0; start < items.length; start += batchSize) {
        throwIfAborted(signal);
        const rows = items.slice(start, start + batchSize).map((item) => codec.encode(item));
        const batch = { x: engine.upload(stackRows(rows, codec.shape)) };
        const { out } = (await encodeBatch({ variables: alive(), batch })) as { out: Outputs };
        means.push(await engine.download(out['mean']!));
        if (out['logVariance']) logVariances.push(await engine.download(out['logVariance']));
        engine.release({ batch, out });
      }
      const shape = [items.length, ...spec.latentShape];
      const mean = concatenate(means, shape);
      if (spec.bottleneck.kind === 'point') return { kind: 'point', mean };
      return { kind: 'gaussian', mean, logVariance: concatenate(logVariances, shape) };
    },

    async decode(latents, { temperature = 0, seed = 0, signal }: DecodeOptions = {}) {
      const [count = 0, ...latentShape] = latents.shape;
      if (latentShape.join() !== spec.latentShape.join()) {
        throw new InvalidArgumentError(
          `Model ${spec.name} decodes latents of shape [n, ${spec.latentShape.join(', ')}]. Received: [${latents.shape.join(', ')}].`,
        );
      }
      if (!(temperature >= 0)) {
        throw new InvalidArgumentError(
          `temperature must be 0 or more. Received: temperature=${temperature}.`,
        );
      }
      const width = sizeOf(spec.latentShape);
      const items: T[] = [];
      for (let start = 0; start < count; start += batchSize) {
        throwIfAborted(signal);
        const rows = Math.min(batchSize, count - start);
        const z = engine.upload({
          shape: [rows, ...spec.latentShape],
          values: latents.values.slice(start * width, (start + rows) * width),
        });
        const draw = temperature > 0 ? drawInputs(rows, start) : {};
        const run = temperature > 0 ? decodeDraw : decodeMean;
        const { out } = (await run({ variables: alive(), batch: { z }, ...draw })) as {
          out: Outputs;
        };
        const shape = [rows, ...codec.shape];
        const values = { shape, values: await engine.download(out['mean']!) };
        engine.release({ batch: { z }, out, ...draw });
        // A copy: an item may outlive the batch, or be transferred.
        for (let i = 0; i < rows; i++) items.push(codec.decode(rowOf(values, i).slice()));
      }
      return items;

      function drawInputs(rows: number, operation: number): Record<string, Outputs> {
        const random = spec.objective.likelihood.kind === 'bernoulli' ? uniforms : normals;
        const shape = [rows, ...codec.shape];
        const values = random({ seed, purpose: 'decoding', operation }, sizeOf(shape));
        return {
          noise: { output: engine.upload({ shape, values }) },
          scalars: {
            temperature: engine.upload({ shape: [], values: Float32Array.of(temperature) }),
          },
        };
      }
    },

    dispose() {
      if (variables !== undefined) engine.release({ variables });
      variables = undefined;
    },
  };
}

type Outputs = Record<string, Resident>;

function concatenate(parts: readonly Float32Array[], shape: readonly number[]): Batch {
  const values = new Float32Array(sizeOf(shape));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { shape, values };
}
