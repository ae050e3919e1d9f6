/** The environment of the lesson's chapters: trained models, data, and a folder for pictures. */
import * as path from 'node:path';
import { decodeItems, type Batch, type Dataset, type ScoredSplit } from '@speil/api';
import {
  PictureScorer,
  collectLatents,
  evaluateModel,
  loadModel,
  readModel,
  type Engine,
  type Evaluation,
  type LoadedModel,
  type PictureScores,
} from '@speil/core';
import { imageCodec, type Picture } from '@speil/images';
import type { Io } from '../io/io.js';
import { writePicture } from '../files/files.js';
import { resolvePictureModel } from '../models/resolve.js';
import type { Experiment } from './experiment.js';
import type { SavedPicture } from './chapter-result.js';

export interface StageOptions {
  /** The lesson's folder, as the person wrote it. */
  readonly out: string;
  readonly engine: Engine;
  readonly io: Io;
  readonly quick: boolean;
  /** Opens the digits, or another dataset by its name. */
  readonly open: (split: ScoredSplit, name?: string) => Promise<Dataset>;
}

export interface Latents {
  /** Posterior means, `[n, ...latentShape]`. */
  readonly latents: Batch;
  /** The logarithms of the variances, of the same shape; only for a variational model. */
  readonly logVariance?: Batch;
  readonly labels?: Uint8Array | Int32Array;
}

export class Stage {
  readonly quick: boolean;
  readonly engine: Engine;
  readonly #options: StageOptions;
  readonly #loaded = new Map<string, Promise<LoadedModel<Picture>>>();

  constructor(options: StageOptions) {
    this.#options = options;
    this.quick = options.quick;
    this.engine = options.engine;
  }

  /** Opens the digits, or the dataset `name`. @throws NotFoundError if it is not on this machine. */
  data(split: ScoredSplit, name?: string): Promise<Dataset> {
    return this.#options.open(split, name);
  }

  model({ id }: Pick<Experiment, 'id'>): Promise<LoadedModel<Picture>> {
    const known = this.#loaded.get(id);
    if (known !== undefined) return known;
    const loading = loadModel(this.#source(id), { codec: imageCodec, engine: this.engine });
    this.#loaded.set(id, loading);
    return loading;
  }

  /** Scores on the test part, or on its first `limit` pictures. */
  async scores(
    { id, data }: Pick<Experiment, 'id' | 'data'>,
    limit = Infinity,
  ): Promise<Evaluation & PictureScores> {
    const scorer = new PictureScorer();
    const evaluation = await evaluateModel(
      await readModel(this.#source(id)),
      this.engine,
      await this.data('test', data),
      { limit, onReconstruction: (whole, back) => scorer.add(whole, back) },
    );
    return { ...evaluation, ...scorer.value() };
  }

  /** Latents of the first `count` digits of a part. */
  async latents(
    { id }: Pick<Experiment, 'id'>,
    count: number,
    split: ScoredSplit = 'test',
  ): Promise<Latents> {
    const model = await readModel(this.#source(id));
    const data = await this.data(split);
    const { mean, logVariance } = await collectLatents(model, this.engine, data, { limit: count });
    return {
      latents: mean,
      ...(logVariance && { logVariance }),
      ...(data.labels && { labels: data.labels.slice(0, mean.shape[0]) }),
    };
  }

  /** The first `count` pictures of the digits, or of another dataset. */
  async pictures(count: number, name?: string): Promise<readonly Picture[]> {
    const batch = await this.batch(count, name);
    return decodeItems(imageCodec({ id: 'image', shape: batch.shape.slice(1) }), batch);
  }

  /** The same as values from 0 to 1, `[n, height, width, channels]`. */
  async batch(count: number, name?: string): Promise<Batch> {
    const data = await this.data('test', name);
    return data.read(Array.from({ length: Math.min(count, data.size) }, (_, i) => i));
  }

  /** The first test digit of each class. */
  async examples(): Promise<readonly Picture[]> {
    const { labels = [] } = await this.data('test');
    const classes = [...new Set(labels)].sort((a, b) => a - b);
    const firsts = classes.map((label) => [...labels].indexOf(label));
    const pictures = await this.pictures(Math.max(...firsts) + 1);
    return firsts.map((first) => pictures[first]!);
  }

  save(name: string, picture: Picture, caption: string): SavedPicture {
    const file = `pictures/${name}.png`;
    writePicture(path.join(this.#options.out, file), picture, this.#options.io);
    return { file, caption };
  }

  async dispose(): Promise<void> {
    for (const model of this.#loaded.values()) (await model).dispose();
    this.#loaded.clear();
  }

  #source(id: string): ReturnType<typeof resolvePictureModel>['source'] {
    const { out, io } = this.#options;
    return resolvePictureModel(path.join(out, 'runs', id), io).source;
  }
}
