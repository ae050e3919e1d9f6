/**
 * Implements the contract of a trained model, from items to posteriors and from latents to items. Work is split into
 * batches, so that ten thousand items take the memory of one batch, and an abort takes effect between two batches.
 */
import {
  InvalidArgumentError,
  decodeItems,
  sizeOf,
  sliceRows,
  stackRows,
  throwIfAborted,
  type Batch,
  type ClassifyOptions,
  type Codec,
  type DecodeOptions,
  type DegradeOptions,
  type EncodeOptions,
  type LatentModel,
  type ModelSpec,
  type Posterior,
  type SampleOptions,
  codebookShapeOf,
} from '@speil/api';
import { uploadAll, type Engine, type HostTensor, type Resident } from '../engines/engine.js';
import { samplePrior } from '../functions/sample-prior.js';
import { degradeBatch } from '../functions/degrade.js';
import { decodingDraw, compileFunctions } from '../functions/model-functions.js';
import { normals, uniforms } from '../random/streams.js';
import { inferInputShape } from '../model-spec/input.js';
import { createAutoencoder } from '../autoencoder/autoencoder.js';
import { encodeConditions, type Condition } from '../autoencoder/batch-extras.js';

/** The parts of a latent model. */
export interface LatentModelOptions<T> {
  /** The model as data. */
  readonly spec: ModelSpec;
  /** Every variable of the spec, by name. */
  readonly variables: Readonly<Record<string, HostTensor>>;
  /** Converts items to values and back; of the spec's shape. */
  readonly codec: Codec<T>;
  /** The codec of the encoder's input, if the input is smaller than the decoder's output. Default `codec`. */
  readonly inputCodec?: Codec<T>;
  /** What executes it. */
  readonly engine: Engine;
  /** Maximum number of items in one call of the engine. Default 256. */
  readonly batchSize?: number;
}

/**
 * Makes a latent model from a spec and its variables. It uploads the variables, which `dispose` frees.
 *
 * @throws InvalidArgumentError if the shape of a codec differs from that of the spec.
 */
export function createLatentModel<T>(options: LatentModelOptions<T>): LatentModel<T, Condition> {
  const { spec, codec, inputCodec = codec, engine, batchSize = 256 } = options;
  assertShape(spec.name, 'a codec', codec.shape, spec.codec.shape);
  assertShape(spec.name, 'an input codec', inputCodec.shape, inferInputShape(spec));
  const model = createAutoencoder(spec);
  const {
    encode: encodeBatch,
    decode: decodeMean,
    classify,
    predict,
  } = compileFunctions(model, engine);
  const decodeDraw = engine.compile(decodingDraw(model));
  let variables: Record<string, Resident> | undefined = uploadAll(engine, options.variables);
  const alive = (): Record<string, Resident> => {
    if (variables === undefined) throw new InvalidArgumentError(`Model ${spec.name} is disposed.`);
    return variables;
  };
  /** Yields the start of each batch; an abort takes effect between batches. */
  function* batches(count: number, signal: AbortSignal | undefined): Generator<number> {
    for (let start = 0; start < count; start += batchSize) {
      throwIfAborted(signal);
      yield start;
    }
  }

  return {
    spec,
    async encode(items, { signal, condition }: EncodeOptions<Condition> = {}): Promise<Posterior> {
      const means: Float32Array[] = [];
      const logVariances: Float32Array[] = [];
      const conditions = encodeConditions(spec, condition, items.length);
      for (const start of batches(items.length, signal)) {
        const rows = items.slice(start, start + batchSize).map((item) => inputCodec.encode(item));
        const batch = uploadAll(engine, {
          x: stackRows(rows, inputCodec.shape),
          ...conditionBatch(conditions, start, rows.length),
        });
        const { out } = (await encodeBatch({ variables: alive(), batch })) as { out: Outputs };
        means.push(await engine.download(out['mean']!));
        if (out['logVariance']) logVariances.push(await engine.download(out['logVariance']));
        engine.release({ batch, out });
      }
      const shape = [items.length, ...spec.latentShape];
      const mean = concatenate(means, shape);
      const { bottleneck } = spec;
      const codebook = codebookShapeOf(bottleneck);
      if (codebook !== null) {
        return { kind: 'vq', indices: mean, codebookSize: codebook.codebookSize };
      }
      if (bottleneck.kind === 'deterministic') return { kind: 'deterministic', mean };
      return { kind: 'gaussian', mean, logVariance: concatenate(logVariances, shape) };
    },

    async decode(latents, decodeOptions: DecodeOptions<Condition> = {}) {
      const { temperature = 0, seed = 0, signal, condition } = decodeOptions;
      const [count = 0, ...latentShape] = latents.shape;
      assertLatents(spec, latents, latentShape);
      if (!(temperature >= 0)) {
        throw new InvalidArgumentError(
          `temperature must be 0 or more. Received: temperature=${temperature}.`,
        );
      }
      const conditions = encodeConditions(spec, condition, count);
      const items: T[] = [];
      for (const start of batches(count, signal)) {
        const rows = Math.min(batchSize, count - start);
        const batch = uploadAll(engine, {
          z: sliceRows(latents, start, rows),
          ...conditionBatch(conditions, start, rows),
        });
        const draw = temperature > 0 ? drawInputs(rows, start) : {};
        const run = temperature > 0 ? decodeDraw : decodeMean;
        const { out } = (await run({ variables: alive(), batch, ...draw })) as { out: Outputs };
        const means = await engine.download(out['mean']!);
        items.push(...decodeItems(codec, { shape: [rows, ...codec.shape], values: means }));
        engine.release({ batch, out, ...draw });
      }
      return items;

      /** Draws the noise of each item from its own stream, so that a draw does not depend on the other items. */
      function drawInputs(rows: number, first: number): Record<string, Outputs> {
        const normal = model.likelihood.noise === 'normal';
        const random = normal ? normals : uniforms;
        const size = sizeOf(codec.shape);
        const values = new Float32Array(rows * size);
        for (let row = 0; row < rows; row++) {
          values.set(random({ seed, purpose: 'decoding', step: first + row }, size), row * size);
        }
        return {
          noise: { output: engine.upload({ shape: [rows, ...codec.shape], values }) },
          scalars: {
            temperature: engine.upload({ shape: [], values: Float32Array.of(temperature) }),
          },
        };
      }
    },
    async degrade(items, { signal, ...degradeOptions }: DegradeOptions = {}) {
      alive();
      const inputs: T[] = [];
      for (const start of batches(items.length, signal)) {
        const rows = items.slice(start, start + batchSize).map((item) => codec.encode(item));
        const originals = stackRows(rows, codec.shape);
        const { input, target } = await degradeBatch(
          model,
          engine,
          originals,
          start,
          degradeOptions,
        );
        const values = await engine.download(input);
        inputs.push(
          ...decodeItems(inputCodec, { shape: [rows.length, ...inputCodec.shape], values }),
        );
        engine.release({ inputs: { input, target } });
      }
      return inputs;
    },

    ...(model.declaration.classifier && {
      async classify(latents: Batch, { signal }: ClassifyOptions = {}): Promise<Batch> {
        const [count = 0, ...latentShape] = latents.shape;
        assertLatents(spec, latents, latentShape);
        const parts: Float32Array[] = [];
        for (const start of batches(count, signal)) {
          const rows = Math.min(batchSize, count - start);
          const batch = uploadAll(engine, { z: sliceRows(latents, start, rows) });
          const { out } = (await classify({ variables: alive(), batch })) as { out: Outputs };
          parts.push(await engine.download(out['probabilities']!));
          engine.release({ batch, out });
        }
        return concatenate(parts, [count, spec.objective.supervision!.classes]);
      },
    }),

    ...(model.declaration.sequence && {
      async predict(
        latents: Batch,
        items: readonly T[],
        { signal, condition }: EncodeOptions<Condition> = {},
      ): Promise<Batch> {
        const [count = 0, ...latentShape] = latents.shape;
        assertLatents(spec, latents, latentShape);
        if (items.length !== count) {
          throw new InvalidArgumentError(
            `There must be one item for each latent. Received: ${items.length} items and ${count} latents.`,
          );
        }
        const conditions = encodeConditions(spec, condition, count);
        const parts: Float32Array[] = [];
        for (const start of batches(count, signal)) {
          const rows = items.slice(start, start + batchSize).map((item) => codec.encode(item));
          const batch = uploadAll(engine, {
            z: sliceRows(latents, start, rows.length),
            x: stackRows(rows, codec.shape),
            ...conditionBatch(conditions, start, rows.length),
          });
          const { out } = (await predict({ variables: alive(), batch })) as { out: Outputs };
          parts.push(await engine.download(out['mean']!));
          engine.release({ batch, out });
        }
        return concatenate(parts, [count, ...codec.shape]);
      },
    }),
    ...(model.prior?.learned && {
      samplePrior: (count: number, sampleOptions?: SampleOptions) =>
        samplePrior(model, alive(), engine, count, sampleOptions),
    }),

    dispose() {
      if (variables !== undefined) engine.release({ variables });
      variables = undefined;
    },
  };
}

function assertShape(
  name: string,
  what: string,
  received: readonly number[],
  expected: readonly number[],
): void {
  if (received.join() === expected.join()) return;
  throw new InvalidArgumentError(
    `Model ${name} needs ${what} of shape [${expected.join(', ')}]. Received: [${received.join(', ')}].`,
  );
}

function assertLatents(spec: ModelSpec, latents: Batch, latentShape: readonly number[]): void {
  if (latentShape.join() !== spec.latentShape.join()) {
    throw new InvalidArgumentError(
      `Model ${spec.name} decodes latents of shape [n, ${spec.latentShape.join(', ')}]. Received: [${latents.shape.join(', ')}].`,
    );
  }
  const codebook = codebookShapeOf(spec.bottleneck);
  if (codebook === null) return;
  const wrong = latents.values.find(
    (v) => !Number.isInteger(v) || v < 0 || v >= codebook.codebookSize,
  );
  if (wrong === undefined) return;
  throw new InvalidArgumentError(
    `Indices of model ${spec.name} must be whole numbers below ${codebook.codebookSize}. Received: ${wrong}.`,
  );
}

function conditionBatch(
  conditions: HostTensor | undefined,
  start: number,
  rows: number,
): Record<string, HostTensor> {
  return conditions === undefined ? {} : { condition: sliceRows(conditions, start, rows) };
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
