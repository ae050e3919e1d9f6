/**
 * The computing thread. It opens the data, admits the engine, and runs core's training loop with a host that passes
 * everything to the trainer's main thread and waits until it is safely on the disk.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Dataset } from '@speil/api';
import { TrainingControl, assertTrainable, describeShortenedSchedules, train } from '@speil/core';
import type { TrainingHost } from '@speil/core';
import { encodePng } from '@speil/images';
import { openDomain } from '../domains/registry/domains.js';
import { loadEngine } from '../engines/engines.js';
import { openData, datasetRecord } from './data.js';
import { serializeError } from './errors.js';
import { readInitialWeights } from './initial-weights.js';
import type { FromWorker, ToWorker, WorkerInput } from './messages.js';

const input = workerData as WorkerInput;
const control = new TrainingControl();
const waiting = new Map<number, (path: string) => void>();
let lastId = 0;

function post(message: FromWorker): void {
  parentPort?.postMessage(message);
}

/** Sends something to the main thread, which writes it. Resolves to its path in the run. */
function save(message: (id: number) => FromWorker): Promise<string> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    post(message(id));
  });
}

const host: TrainingHost = {
  emit: (event) => post({ type: 'event', event }),
  saveCheckpoint: (checkpoint, { best }) =>
    save((id) => ({ type: 'checkpoint', id, checkpoint, best })),
  saveSample: async (sample) => {
    const { kind, step } = sample;
    const domain = await openDomain(input.recipe.domain);
    const png = encodePng(domain.drawSample(sample, input.recipe));
    return save((id) => ({ type: 'sample', id, kind, step, png }));
  },
};

async function work(): Promise<void> {
  post({ type: 'phase', phase: 'reading the data' });
  const data = await openData(input.data, input.recipe);
  // This comes before the run is created, so that a rejected request leaves no run behind.
  assertTrainable(input.recipe.model, data.train);
  await readSome(data.train, input.recipe.training.batchSize);
  const notices = [...data.notices];
  const weights =
    input.from === undefined ? undefined : await readInitialWeights(input.from, input.recipe);
  post({ type: 'phase', phase: 'testing the engine' });
  const engine = await loadEngine(input.engine, {
    training: true,
    notice: (line) => notices.push(line),
  });
  const { training } = input.recipe;
  const steps = Math.ceil(data.train.size / training.batchSize) * training.epochs;
  const shortened = describeShortenedSchedules(training, steps);
  notices.push(...shortened.map((line) => `The run is short, so a schedule is adapted: ${line}`));
  const start = nextStart();
  post({
    type: 'prepared',
    data: {
      name: data.name,
      train: datasetRecord(data.train),
      validation: data.validation === undefined ? null : datasetRecord(data.validation),
      validationShare: data.validationShare,
    },
    engine: engine.name,
    notices: [...notices, ...(weights?.notices ?? [])],
  });
  const { checkpoint, steering } = await start;
  const { run, recipe } = input;
  await train({
    run,
    recipe: recipe.name,
    spec: recipe.model,
    settings: recipe.training,
    engine,
    train: data.train,
    ...(data.validation === undefined ? {} : { validation: data.validation }),
    host,
    ...(weights === undefined ? {} : { initial: weights.initial }),
    ...(checkpoint === undefined ? {} : { resume: checkpoint }),
    steering,
    control,
  });
}

/** Reads the first batch, which reveals most problems with the values of a dataset. @throws what the dataset throws. */
async function readSome(dataset: Dataset, batchSize: number): Promise<void> {
  const count = Math.min(dataset.size, batchSize);
  await dataset.read(Array.from({ length: count }, (_, i) => i));
}

function nextStart(): Promise<Extract<ToWorker, { type: 'train' }>> {
  return new Promise((resolve) => {
    parentPort?.on('message', (message: ToWorker) => {
      if (message.type === 'train') resolve(message);
      else if (message.type === 'command') control.send(message.command);
      else {
        waiting.get(message.id)?.(message.path);
        waiting.delete(message.id);
      }
    });
  });
}

try {
  await work();
  post({ type: 'done' });
} catch (error) {
  post({ type: 'failed', error: serializeError(error) });
}
parentPort?.close();
