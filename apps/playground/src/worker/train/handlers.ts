/** Trains models for the Train scene, one at a time. */
import type { Command, TrainingEvent } from '@speil/api';
import { InvalidArgumentError } from '@speil/api';
import { train, TrainingControl } from '@speil/core';
import type { TrainingCheckpoint, TrainingHost, TrainOptions } from '@speil/core';
import type { Engine } from '@speil/core/engines';
import { withNewest } from '../protocol/thin';
import {
  engines,
  shownLatents,
  siteDatasets,
  type EngineName,
  type TrainExchanges,
  type TrainingRequest,
} from '../protocol/train';
import { openEngine } from '../runtime/engine';
import { memoise } from '../runtime/memoise';
import type { Handlers, Reply } from '../runtime/reply';
import { beginningOf, identify } from './folder';
import { candidates, fastestOf, trainingSpeed } from './fastest';
import { settingsOf, specOf, stepsBetweenMoments } from './model';
import { momentsOf, shownItems, toBytes } from './moments';
import { ownPictures } from './own-pictures';
import { loadPictures } from './pictures';
import type { TrainingData } from './pictures';
import { planeFor } from './plane';

export interface TrainWorker {
  /** Opens the engine and the data. */
  readonly open: () => Promise<unknown>;
  readonly handlers: Handlers<keyof TrainExchanges>;
}

type Question = TrainExchanges['train']['question'];

/** Milliseconds between two messages about steps. */
const interval = 40;
/** Checkpoints that are kept, some megabytes each. */
const mostCheckpoints = 12;

interface Run {
  readonly control: TrainingControl;
  checkpoints: readonly TrainingCheckpoint[];
  /** Called with the next checkpoint. */
  onCheckpoint: ((checkpoint: TrainingCheckpoint) => void) | undefined;
  step: number;
  /** Whether the model is shown after the step that is being done: the first one, or one before a pause. */
  showNext: boolean;
  /** The step after which the training pauses, and the model is shown. */
  showAt: number | undefined;
  /** Ends a wait between two steps. */
  wake: () => void;
  ended: Promise<unknown>;
}

export function createTrainWorker(): TrainWorker {
  const pictures = memoise(loadPictures);
  const openNamed = memoise((name: EngineName) => openEngine({ training: true, name }));
  /** Steps in a second; undefined for as many as possible. */
  let pace: number | undefined;
  let current: Run | undefined;

  /** The fastest engine for each kind of model that has been trained. */
  const fastest = new Map<string, Promise<EngineName>>();

  function chosen(request: TrainingRequest, data: TrainingData): Promise<EngineName> {
    if (request.engine !== 'fastest') return Promise.resolve(request.engine);
    const { family, network, latents, batchSize } = request;
    const kind = [family, network, latents, batchSize].join();
    const found =
      fastest.get(kind) ??
      fastestOf({
        ...{ candidates, open: openNamed },
        speedOf: (engine) => trainingSpeed(engine, request, data),
      });
    fastest.set(kind, found);
    return found;
  }

  async function execute(
    run: Run,
    { request, pixels }: Question,
    beginning: Pick<TrainOptions, 'resume' | 'initial'>,
    reply: Reply<'train'>,
  ): Promise<void> {
    const { control } = run;
    const taken = await (request.data === 'own' ? ownPictures(pixels) : pictures(request.data));
    const { train: data, heldOut } = taken;
    const engineName = await chosen(request, taken);
    const engine = await openNamed(engineName);
    reply.part({
      type: 'start',
      start: {
        engine: nameOf(engine),
        engineName,
        ...(heldOut.labels && {
          labels: Uint8Array.from(heldOut.labels.subarray(0, shownLatents)),
        }),
        originals: toBytes(await heldOut.read(shownItems(heldOut))),
      },
    });
    const take = momentsOf(heldOut, request);
    const { emit, flush } = batched((events) => {
      reply.part({ type: 'events', events });
    });
    const host: TrainingHost = {
      emit(event) {
        if (event.type === 'step-end') run.step = event.step;
        emit(event);
      },
      saveCheckpoint(checkpoint) {
        // Who waits for the checkpoint gets the events before it first.
        flush();
        run.checkpoints = withNewest(run.checkpoints, checkpoint, mostCheckpoints);
        run.onCheckpoint?.(checkpoint);
        return Promise.resolve(`checkpoints/${checkpoint.step}`);
      },
      saveSample: ({ kind, step }) => Promise.resolve(`samples/${kind}-${step}.png`),
      async inspect(model) {
        const isDue = model.step % stepsBetweenMoments === 0 || model.step === run.showAt;
        if (isDue || run.showNext || pace !== undefined) {
          run.showNext = false;
          const moment = await take(model);
          flush();
          reply.part({ type: 'moment', moment });
        }
        if (pace !== undefined) await pauseBetween(run, 1000 / pace);
      },
    };
    const { reason } = await train({
      run: 'page',
      recipe: `${request.family}-${request.latents}`,
      spec: specOf(request, data),
      settings: settingsOf(request),
      ...beginning,
      ...{ engine, train: data, validation: heldOut, host, control },
    });
    flush();
    reply.answer({ reason });
  }

  return {
    open: () => Promise.all([openNamed(engines[0]), pictures(siteDatasets[0])]),
    handlers: {
      train(question, reply) {
        const { from } = question;
        const before = current;
        const isBranch = typeof from === 'number';
        const checkpoints = isBranch
          ? (before?.checkpoints ?? []).filter(({ step }) => step <= from)
          : [];
        const run: Run = {
          control: new TrainingControl(),
          checkpoints,
          onCheckpoint: undefined,
          step: checkpoints.at(-1)?.step ?? 0,
          ...{ showNext: true, showAt: undefined, wake: () => undefined },
          ended: Promise.resolve(),
        };
        // Values that were held at the checkpoint give way to those of the request.
        for (const setting of ['learningRate', 'beta'] as const) {
          if (checkpoints.length > 0) run.control.send({ type: 'set', setting, value: null });
        }
        run.control.send({ type: 'pause' });
        before?.control.send({ type: 'stop' });
        const start = async (): Promise<void> => {
          await before?.ended;
          const last = checkpoints.at(-1);
          if (from === undefined || isBranch) {
            await execute(run, question, last === undefined ? {} : { resume: last }, reply);
            return;
          }
          const beginning = await beginningOf(from);
          run.checkpoints = beginning.resume === undefined ? [] : [beginning.resume];
          run.step = beginning.resume?.step ?? 0;
          await execute(run, question, beginning, reply);
        };
        run.ended = start().catch(reply.fail);
        current = run;
      },
      checkpoint(_, reply) {
        checkpointOf(current).then(({ step, files }) => {
          const copied = Object.entries(files).map(
            ([name, bytes]) => [name, Uint8Array.from(bytes)] as const,
          );
          reply.answer({ step, files: Object.fromEntries(copied) });
        }, reply.fail);
      },
      identify({ files }, reply) {
        identify(files).then(reply.answer, reply.fail);
      },
      plane(question, reply) {
        planeFor(question, pictures).then(reply.answer, reply.fail);
      },
      pace({ stepsPerSecond }, reply) {
        pace = stepsPerSecond;
        current?.wake();
        reply.answer(undefined);
      },
      steer(command: Command, reply) {
        if (current !== undefined) {
          if (command.type === 'pause') current.showNext = true;
          if (command.type === 'step') current.showAt = current.step + command.steps;
          current.control.send(command);
          current.wake();
        }
        reply.answer(undefined);
      },
    },
  };
}

/** Waits so many milliseconds, or until the run is steered. */
const pauseBetween = (run: Run, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    run.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });

/** The checkpoint of the current step, which may have to be made. */
async function checkpointOf(run: Run | undefined): Promise<TrainingCheckpoint> {
  if (run === undefined) throw new InvalidArgumentError('Nothing has been trained yet.');
  const last = run.checkpoints.at(-1);
  if (last?.step === run.step) return last;
  const made = new Promise<TrainingCheckpoint>((resolve) => {
    run.onCheckpoint = resolve;
  });
  run.control.send({ type: 'checkpoint' });
  // A training that has ended answers no command, but its last checkpoint is that of its end.
  const checkpoint = await Promise.race([made, run.ended.then(() => run.checkpoints.at(-1))]);
  run.onCheckpoint = undefined;
  if (checkpoint === undefined) throw new InvalidArgumentError('The training has not begun.');
  return checkpoint;
}

const nameOf = ({ name, version }: Engine): string =>
  version === undefined ? name : `${name} ${version}`;

/** Collects events, and sends them together some times in a second. */
function batched(send: (events: readonly TrainingEvent[]) => void): {
  readonly emit: (event: TrainingEvent) => void;
  readonly flush: () => void;
} {
  let waiting: TrainingEvent[] = [];
  let sent = 0;
  const flush = (): void => {
    if (waiting.length > 0) send(waiting);
    waiting = [];
    sent = performance.now();
  };
  return {
    emit(event) {
      waiting.push(event);
      if (event.type !== 'step-end' || performance.now() - sent >= interval) flush();
    },
    flush,
  };
}
