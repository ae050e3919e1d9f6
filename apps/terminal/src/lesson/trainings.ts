/** Trains the experiments of a lesson, one run after the other. An interrupted lesson continues where it stopped. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { healthOf, readStatus, runPaths } from '@speil/runs';
import { exitCodes } from '../io/exit.js';
import type { Io } from '../io/io.js';
import { trainRun } from '../training/train.js';
import type { TrainOptions } from '../training/request.js';
import { formatDuration } from '../report/format.js';
import type { Experiment } from './experiment.js';

export interface TrainingsOptions {
  readonly out: string;
  readonly quick: boolean;
  readonly engine: string;
  readonly seed: number;
  readonly dataDir?: string;
  /** Upper bound on the training examples. */
  readonly limit?: number;
}

/** @returns false if a training was stopped or failed. The lesson then ends, and can be continued later. */
export async function trainAll(
  experiments: readonly Experiment[],
  options: TrainingsOptions,
  io: Io,
): Promise<boolean> {
  const clock = new LessonClock(experiments, options);
  for (const [i, experiment] of experiments.entries()) {
    const folder = path.join(options.out, 'runs', experiment.id);
    const target = path.resolve(io.cwd, folder);
    if (isFinished(target)) continue;
    clock.start();
    const left = clock.left(i);
    const time = left === undefined ? '' : `, about ${formatDuration(left)} of training left`;
    io.err(`[${i + 1}/${experiments.length}] ${experiment.id}: ${experiment.recipe}${time}`);
    const request = trainOptionsFor(experiment, folder, target, options);
    const code = await trainRun(experiment.recipe, { ...request, quiet: true }, io);
    if (code !== exitCodes.done) return false;
    clock.trained(i);
  }
  return true;
}

/** Number of examples of MNIST's training part, and of the dataset of a quick lesson. */
const sizes = { whole: 60_000, quick: 9000 } as const;

/** Estimates the time left from the trainings so far. Each is weighted by the number of examples that it reads. */
export class LessonClock {
  readonly #work: readonly number[];
  readonly #now: () => number;
  #begun = 0;
  #seconds = 0;
  #done = 0;

  constructor(
    experiments: readonly Pick<Experiment, 'epochs' | 'quickEpochs' | 'limit' | 'quickLimit'>[],
    { quick, limit = Infinity }: Pick<TrainingsOptions, 'quick' | 'limit'>,
    now: () => number = Date.now,
  ) {
    this.#work = experiments.map((experiment) => {
      const { epochs = 20, quickEpochs } = experiment;
      const most = Math.min(limitOf(experiment, quick), limit);
      return (quick ? quickEpochs : epochs) * Math.min(sizes[quick ? 'quick' : 'whole'], most);
    });
    this.#now = now;
  }

  start(): void {
    this.#begun = this.#now();
  }

  trained(index: number): void {
    this.#seconds += (this.#now() - this.#begun) / 1000;
    this.#done += this.#work[index]!;
  }

  /** Seconds from the start of a training to the end of the last one; undefined before the first training has ended. */
  left(index: number): number | undefined {
    if (this.#done === 0) return undefined;
    const rest = this.#work.slice(index).reduce((sum, work) => sum + work, 0);
    return (rest * this.#seconds) / this.#done;
  }
}

function trainOptionsFor(
  experiment: Experiment,
  folder: string,
  target: string,
  { quick, engine, seed, dataDir, limit: all = Infinity }: TrainingsOptions,
): TrainOptions {
  const { set = [], quickSet = [], epochs, quickEpochs } = experiment;
  const limit = Math.min(limitOf(experiment, quick), all);
  const data = experiment.data ?? (quick ? 'mnist-10k' : undefined);
  const begun = fs.existsSync(runPaths(target).config);
  const place = dataDir === undefined ? {} : { dataDir };
  if (begun) return { out: folder, resume: true, tui: false, ...place };
  return {
    out: folder,
    tui: false,
    engine,
    seed,
    // The published figures that are shown beside these were measured on the test part.
    validation: 'test',
    set: quick ? [...set, ...quickSet] : set,
    ...place,
    ...(limit < Infinity && { limit }),
    ...(epochs !== undefined && { epochs }),
    ...(quick && { epochs: quickEpochs }),
    ...(data !== undefined && { data }),
  };
}

/** Maximum number of training examples of an experiment. */
const limitOf = (
  { limit = Infinity, quickLimit = limit }: Pick<Experiment, 'limit' | 'quickLimit'>,
  quick: boolean,
): number => (quick ? quickLimit : limit);

function isFinished(folder: string): boolean {
  if (!fs.existsSync(runPaths(folder).config)) return false;
  const health = healthOf(readStatus(folder));
  return health === 'completed' || health === 'early-stopping';
}
