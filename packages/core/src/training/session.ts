/**
 * The state of a run on its engine: the variables and the optimiser state as residents, and the compiled step. The
 * session frees all values that it uploads.
 */
import { IncompatibleError, scheduledScalars } from '@speil/api';
import type { Batch, Dataset, Losses, ModelSpec, ScalarValues, TrainingSettings } from '@speil/api';
import {
  downloadAll,
  uploadAll,
  type Engine,
  type Executable,
  type HostTensor,
  type Resident,
} from '../engines/engine.js';
import { evaluate, type Evaluation } from '../metrics/evaluate.js';
import { compileFunctions } from '../functions/model-functions.js';
import { encodeBatch } from '../functions/encode-batch.js';
import { samplePrior } from '../functions/sample-prior.js';
import { createAutoencoder, type Autoencoder } from '../autoencoder/autoencoder.js';
import type { BatchExtras } from '../autoencoder/batch-extras.js';
import { initialVariables } from '../random/initial-weights.js';
import { drawItemNoise, drawNoise } from '../random/noise.js';
import { namingBatchSize } from './out-of-memory.js';
import { createStepOptimizer, trainingStep } from './step.js';

type Residents = Readonly<Record<string, Resident>>;
type Values = Readonly<Record<string, HostTensor>>;

/** A batch of whole items, with their conditions, labels and encoder inputs if the model takes them. */
export interface StepBatch extends BatchExtras<HostTensor> {
  readonly x: Batch;
  /** The items' indices in their dataset, which seed noise that is fixed for each item. */
  readonly places?: ArrayLike<number>;
}

/** What a training step reports. */
export interface StepMetrics {
  /** The losses of the step's batch. */
  readonly losses: Losses;
  /** The norm of all gradients together, before they are clipped; undefined without clipping. */
  readonly gradientNorm: number | undefined;
  /** Duration of the step, without the engine's one-time preparation. */
  readonly seconds: number;
}

/** A model on an engine with its optimiser: computes single steps, for loops of your own. */
export class TrainingSession {
  readonly #model: Autoencoder;
  readonly #engine: Engine;
  readonly #settings: TrainingSettings;
  readonly #step: Executable;
  readonly #decode: Executable;
  #variables: Residents;
  #optimizer: Residents;

  /**
   * @param from the values of a checkpoint. Default: initial weights from the seed.
   * @param initial values of variables that replace the initial weights from the seed.
   * @throws IncompatibleError if the values belong to another model or optimiser.
   */
  constructor(
    engine: Engine,
    spec: ModelSpec,
    settings: TrainingSettings,
    from?: { readonly variables: Values; readonly optimizer: Values },
    initial: Values = {},
  ) {
    this.#engine = engine;
    this.#settings = settings;
    this.#model = createAutoencoder(spec);
    this.#step = engine.compile(trainingStep(this.#model, settings));
    this.#decode = compileFunctions(this.#model, engine).decode;
    const { variables } = this.#model.declaration;
    const trained = variables.filter(({ trainable }) => trainable);
    const shapes = Object.fromEntries(trained.map(({ name, shape }) => [name, shape]));
    const optimizer = createStepOptimizer(this.#model, settings).init(shapes);
    if (from !== undefined) {
      assertSameShapes(`${settings.optimizer.name} state`, from.optimizer, named(optimizer));
    }
    const start = from ?? {
      variables: { ...initialVariables(variables, settings.seed), ...initial },
      optimizer,
    };
    assertSameShapes('variables', start.variables, variables);
    this.#variables = uploadAll(engine, start.variables);
    this.#optimizer = uploadAll(engine, start.optimizer);
  }

  /**
   * Computes one step and replaces the variables by their new values.
   *
   * @param step number of steps before this one. It seeds the noise.
   * @throws OutOfMemoryError, which names the batch size.
   */
  async step(batch: StepBatch, step: number, scalars: ScalarValues): Promise<StepMetrics> {
    try {
      return await this.#compute(batch, step, scalars);
    } catch (error) {
      throw namingBatchSize(error, batch.x.shape[0]!);
    }
  }

  async #compute(
    { places, ...batch }: StepBatch,
    step: number,
    scalars: ScalarValues,
  ): Promise<StepMetrics> {
    const engine = this.#engine;
    let start = performance.now();
    const inputs = {
      batch: uploadAll(engine, { ...batch }),
      noise: uploadAll(engine, this.#noise(step, batch.x.shape[0]!, places)),
      scalars: uploadAll(engine, this.#scalars(scalars)),
    };
    const before = { variables: this.#variables, optimizer: this.#optimizer };
    const unprepared = performance.now();
    await this.#step.prepare?.({ ...before, ...inputs });
    start += performance.now() - unprepared;
    const outputs = await this.#step({ ...before, ...inputs });
    engine.release(inputs);
    this.#variables = outputs['variables']!;
    this.#optimizer = outputs['optimizer']!;
    const metrics = outputs['metrics']!;
    const read = async (name: string): Promise<number> =>
      (await engine.download(metrics[name]!))[0]!;
    const extras: Record<string, number> = {};
    for (const [name, resident] of Object.entries(outputs['extras'] ?? {})) {
      extras[name] = (await engine.download(resident))[0]!;
    }
    const losses = {
      total: await read('total'),
      reconstruction: await read('reconstruction'),
      kl: await read('kl'),
      ...(Object.keys(extras).length > 0 && { extras }),
    };
    const gradientNorm =
      metrics['gradientNorm'] === undefined ? undefined : await read('gradientNorm');
    engine.release({ metrics, extras: outputs['extras'] ?? {} });
    return { losses, gradientNorm, seconds: (performance.now() - start) / 1000 };
  }

  #noise(step: number, batchSize: number, places: ArrayLike<number> | undefined): Values {
    const { declaration, spec } = this.#model;
    const key = { seed: this.#settings.seed, purpose: 'trainingNoise' } as const;
    const ofStep = drawNoise(declaration.noise, { ...key, step }, batchSize);
    const keeps = spec.input?.kind === 'corrupted' && spec.input.drawn === 'item';
    if (!keeps || places === undefined) return ofStep;
    return { ...ofStep, ...drawItemNoise(declaration.inputNoise, key, places) };
  }

  #scalars(scalars: ScalarValues): Values {
    const names = ['learningRate', 'beta', ...this.#model.declaration.scalars] as const;
    return Object.fromEntries(
      names.map((name) => {
        const value = scalars[name] ?? scheduledScalars[name].default;
        return [name, { shape: [], values: Float32Array.of(value) }];
      }),
    );
  }

  /** Whether the model has a prior to sample from. */
  get hasPrior(): boolean {
    return this.#model.prior !== null;
  }

  /** Measures the current weights on a dataset. */
  evaluate(dataset: Dataset, signal: AbortSignal): Promise<Evaluation> {
    const { seed } = this.#settings;
    const { importanceSamples: samples = 1 } = this.#model.spec.objective;
    return evaluate(this.#model, this.#variables, this.#engine, dataset, { seed, samples, signal });
  }

  /** The encoder's inputs for the given examples, and their reconstructions from the posterior mean. */
  async reconstruct({
    x,
    condition,
    input: given,
  }: StepBatch): Promise<{ inputs: Batch; reconstructions: Batch }> {
    const engine = this.#engine;
    const variables = this.#variables;
    const options = { given, condition };
    const batch = await encodeBatch(this.#model, variables, engine, x, 0, options);
    const { input, conditions, encoded } = batch;
    const decoded = await this.#decode({
      variables,
      batch: { z: encoded['mean']!, ...conditions },
    });
    const values = await engine.download(decoded['out']!['mean']!);
    const inputs = { shape: [...input.shape], values: await engine.download(input) };
    engine.release(decoded);
    batch.release();
    return { inputs, reconstructions: { shape: x.shape, values } };
  }

  /** Encodes items with the current weights to the means of their posteriors, `[batch, ...latentShape]`. */
  async encode({ x, condition, input: given }: StepBatch): Promise<Batch> {
    const engine = this.#engine;
    const batch = await encodeBatch(this.#model, this.#variables, engine, x, 0, {
      given,
      condition,
    });
    const values = await engine.download(batch.encoded['mean']!);
    batch.release();
    return { shape: [x.shape[0]!, ...this.#model.spec.latentShape], values };
  }

  /** Draws from the model's prior, `[count, ...latentShape]`. */
  samplePrior(count: number, seed: number): Promise<Batch> {
    return samplePrior(this.#model, this.#variables, this.#engine, count, { seed });
  }

  /**
   * Decodes latents with the current weights, to means `[batch, ...codec shape]`.
   *
   * @param latents `[batch, ...latentShape]`.
   */
  async decode(latents: Batch, condition?: HostTensor): Promise<Batch> {
    const engine = this.#engine;
    const batch = uploadAll(engine, { z: latents, ...(condition && { condition }) });
    const decoded = await this.#decode({ variables: this.#variables, batch });
    const values = await engine.download(decoded['out']!['mean']!);
    engine.release({ batch });
    engine.release(decoded);
    return { shape: [latents.shape[0]!, ...this.#model.spec.codec.shape], values };
  }

  /** Downloads the values of all variables, by name. */
  variables(): Promise<Record<string, HostTensor>> {
    return downloadAll(this.#engine, this.#variables);
  }

  /** Downloads the optimiser's state, by name. */
  optimizer(): Promise<Record<string, HostTensor>> {
    return downloadAll(this.#engine, this.#optimizer);
  }

  /** Frees everything that the session holds on the engine. */
  dispose(): void {
    this.#engine.release({ variables: this.#variables, optimizer: this.#optimizer });
    this.#variables = {};
    this.#optimizer = {};
  }
}

interface Shaped {
  readonly name: string;
  readonly shape: readonly number[];
}

function named(tensors: Values): Shaped[] {
  return Object.entries(tensors).map(([name, { shape }]) => ({ name, shape }));
}

function assertSameShapes(what: string, received: Values, expected: readonly Shaped[]): void {
  const text = (tensors: readonly Shaped[]): string[] =>
    tensors.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).sort();
  const [wanted, came] = [text(expected), text(named(received))];
  const missing = wanted.find((tensor) => !came.includes(tensor));
  const unknown = came.find((tensor) => !wanted.includes(tensor));
  if (missing === undefined && unknown === undefined) return;
  throw new IncompatibleError(
    `The checkpoint does not hold this run's ${what}: it ${missing === undefined ? `also has ${unknown}` : `lacks ${missing}`}. It was made by another version or with other settings.`,
  );
}
