/**
 * The interface of a domain, pictures or music, for commands, the trainer and the dashboard. Only `registry/domains.ts`
 * knows which domains exist; everything else uses this interface.
 */
import type { Dataset, ModelSpec, PictureFit, Recipe, Split } from '@speil/api';
import type { ModelParts, ModelSource, TrainingPicture } from '@speil/core';
import type { DataFoldersOptions, FetchOptions } from '@speil/core/node';
import type { Picture } from '@speil/images';
import type { EngineOption } from '../engines/engines.js';
import { UsageError } from '../io/exit.js';
import type { Io } from '../io/io.js';
import type { FiguresOf, Figures } from '../report/figures.js';
import type { EngineComparison } from './engine-golden.js';
import type { LatentOptions, LatentSpace } from './latent-space.js';

export type DomainName = Recipe['domain'];

/** The file format of a model: Speil's own (model.json), or a checkpoint of magenta-js. */
export type Form = 'model' | 'checkpoint';

/** A model that was found on this machine or at an address. */
export interface ResolvedModel {
  /** The name of the model as the person wrote it. */
  readonly name: string;
  readonly domain: DomainName;
  readonly form: Form;
  readonly source: ModelSource;
  /** Whether the model is downloaded. */
  readonly isRemote?: boolean;
  /** The folder of the model's files, an absolute path; absent for a model that is downloaded. */
  readonly folder?: string;
  /** The folder of the run that wrote the model, if that run is on this machine. */
  readonly run?: string;
  /** One line for each damaged checkpoint that was skipped. */
  readonly warnings: readonly string[];
}

/** The files of a folder that may contain a model. */
export interface ModelFolder {
  has(file: string): boolean;
  /** The object in a JSON file, without validation; empty if the file cannot be read. */
  json(file: string): Readonly<Record<string, unknown>>;
}

/** A kind of model that is made for given data, as in `speil train vae --data FOLDER`. */
export interface FittedFamily {
  readonly name: string;
  /** Such as `residual VAE`. */
  readonly title: string;
}

/** What is known about a domain without loading its libraries. */
export interface DomainFacts {
  readonly name: DomainName;
  /** The items of the domain as messages name them, such as `pictures`. */
  readonly items: string;
  /** Whether `--fit` applies: items have proportions that may differ from the model's. */
  readonly takesFit: boolean;
  /** What `--temperature` scales: the latent samples of the prior, or the sampling of the decoder. */
  readonly temperature: 'prior' | 'decoder';
  /** The format of models that may be downloaded; null if none may. */
  readonly downloads: Form | null;
  /** The families of models that are made for given data. Loading them loads no tfjs. */
  listFamilies(): Promise<readonly FittedFamily[]>;
  /** @returns the format of the domain's model in this folder, or undefined if there is none. */
  recognise(folder: ModelFolder): Form | undefined;
}

export interface FitRequest {
  /** The name of a dataset, or an absolute path. Default: the domain's generated data. */
  readonly data?: string;
  /** The folder that is searched first. */
  readonly dir?: string;
  /** Maximum number of training examples. */
  readonly limit?: number;
  /** `[width, height]` in pixels. */
  readonly size?: readonly [number, number];
  readonly colour?: boolean;
  /** Size of the latent. */
  readonly latent?: number;
  /** Width of the network; each family defines what it means. */
  readonly width?: number;
  /** How pictures of other proportions are fitted. */
  readonly fit?: PictureFit;
  /** For music: the length of a window. */
  readonly bars?: number;
  /** For music: the part of a piece, such as `melody`. */
  readonly part?: string;
}

/**
 * @param which the options and their domain, such as `bars and part are for music`. @throws UsageError if one of the
 *   values was given.
 */
export function refuseOptions(which: string, values: readonly unknown[]): void {
  if (values.every((value) => value === undefined)) return;
  throw new UsageError(`The options ${which}: leave them out.`);
}

export interface Domain extends DomainFacts {
  readonly datasets: Datasets;
  /**
   * Makes a recipe for data. Its title describes the model.
   *
   * @param family one of `listFamilies`.
   * @throws what reading the data throws; InvalidArgumentError if the family cannot be fitted to them.
   */
  fitRecipe(family: string, request: FitRequest): Promise<Recipe>;
  /**
   * What a dataset contains, with the kind of model that fits it.
   *
   * @param name the name of a dataset, or a path. @throws what reading the data throws.
   */
  describeData(name: string, options: DescribeOptions): Promise<DataDescription>;
  /** Number and size of a dataset's examples, for one without a description. */
  summarise(dataset: Dataset): string;
  /** Opens one part of the training data. @throws NotFoundError if there is no such part. */
  open(name: string, recipe: Recipe, options: TrainingDataOptions): Promise<Dataset>;
  /** Draws a training sample as one picture, which the dashboard splits into tiles again. */
  drawSample(sample: TrainingPicture, recipe: Recipe): Picture;
  /** The size of one tile in that picture, `[height, width, channels]`. */
  tileShape(model: ModelSpec): readonly number[];
  /** Loads a model, passes its latent space to `use`, and frees it whatever happens. */
  withLatentSpace<R>(
    model: ResolvedModel,
    options: LatentOptions,
    io: Io,
    use: <T>(space: LatentSpace<T>) => Promise<R>,
  ): Promise<R>;
  /**
   * Opens a model's file and the data to run it on.
   *
   * @param check receives the model's spec before any data are read.
   * @throws what the model, the data or `check` throw; NotFoundError if the part is empty.
   */
  openData(
    model: ResolvedModel,
    options: ModelDataOptions,
    io: Io,
    check?: (spec: ModelSpec) => void,
  ): Promise<ModelData>;
  evaluate(model: ResolvedModel, options: EvaluateOptions, io: Io): Promise<Evaluated>;
  /** @throws UsageError for a format to which the domain's models cannot be exported. */
  exportModel(model: ResolvedModel, options: ExportOptions): Promise<NamedFiles>;
  /**
   * Compares a model's outputs on one engine of this machine with its golden outputs: those of this engine, if the
   * package has them, and the reference otherwise.
   *
   * @throws NotFoundError for a model without golden outputs; CorruptError for weights with another checksum.
   */
  verifyModel(model: ResolvedModel, options: EngineOption, io: Io): Promise<EngineComparison>;
  /**
   * The files of a published model: smaller weights, and golden outputs.
   *
   * @throws IncompatibleError for a model for which golden outputs cannot be made.
   */
  packModel(model: ResolvedModel, options: PackOptions, io: Io): Promise<PackedModel>;
}

export interface DescribeOptions {
  /** The folder that is searched first. */
  readonly dir?: string;
  /** Number of items in the picture. */
  readonly count: number;
  /** Seed of the choice of these items. */
  readonly seed: number;
}

export interface DataDescription {
  readonly lines: readonly string[];
  /** Some of the items, side by side; absent for notes. */
  readonly picture?: Picture;
}

/** The named datasets. */
export interface Datasets {
  readonly catalogue: readonly CataloguedDataset[];
  /** @returns the path of a dataset; undefined if it is not on this machine. */
  locate(name: string, options: DataFoldersOptions): Promise<string | undefined>;
  /** Whether a named dataset can be opened here without a download; true for a path. */
  isHere(name: string, options: DataFoldersOptions): Promise<boolean>;
  /** Downloads a dataset. @returns its folder. */
  fetch(name: string, options: FetchOptions): Promise<string>;
}

export interface CataloguedDataset {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly fetchable: boolean;
  /** Whether the dataset is generated when it is read, instead of stored. */
  readonly generated: boolean;
}

export interface TrainingDataOptions {
  readonly part: Exclude<Split, 'test'>;
  /** The folder that is searched first. */
  readonly dir?: string;
  readonly limit?: number;
  /** Whether to leave out the augmentation of training. */
  readonly plain?: boolean;
}

export interface ModelDataOptions {
  readonly data?: string;
  readonly dataDir?: string;
  readonly split: Exclude<Split, 'validation'>;
  /** Number of examples, drawn across the data. */
  readonly limit?: number;
  /**
   * How pictures whose proportions differ from the model's are fitted. Default: as in the training of the model's run.
   */
  readonly fit?: PictureFit;
}

export interface ModelData<M extends ModelParts = ModelParts> {
  readonly model: M;
  readonly dataset: Dataset;
}

export interface EvaluateOptions extends ModelDataOptions, EngineOption {
  /** Number of posterior samples per example. */
  readonly samples: number;
  readonly seed: number;
  /** A classifier that scores samples of the model. It is looked up only in a domain that can use it. */
  readonly judge?: () => ResolvedModel;
  /** Number of samples that the judge scores. */
  readonly draws: number;
}

export interface Evaluated {
  readonly figures: Figures;
  readonly of: FiguresOf;
}

export type NamedFiles = Readonly<Record<string, Uint8Array>>;

export interface ExportOptions {
  readonly to: 'onnx' | 'tfjs' | 'safetensors' | 'magenta';
  readonly quantize?: 'uint8' | 'uint16';
}

export interface PackOptions {
  /** The folder that is searched first for the data of golden outputs and examples. */
  readonly dataDir?: string;
}

export interface PackedModel {
  /** The files of the model, and its golden outputs. */
  readonly files: NamedFiles;
  readonly form: Form;
  readonly spec: ModelSpec;
  /** Number of bytes of the weights, and the maximum for a model that is shipped with Speil. */
  readonly weightBytes: number;
  readonly mostBytes: number;
  /** JavaScript that loads the model from its package and uses it. */
  readonly example: string;
}

/** Pictures side by side in a training sample. */
export const sampleColumns = 8;
