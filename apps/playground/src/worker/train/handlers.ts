/** Trains models for the Train scene, one at a time. */
import type { Command, TrainingEvent } from '@speil/api';
import { InvalidArgumentError } from '@speil/api';
import { train, TrainingControl } from '@speil/core';
import type { TrainingCheckpoint, TrainingHost, TrainOptions } from '@speil/core';
import type { Engine } from '@speil/core/engines';
import { withNewest } from '../protocol/thin';
import {
  datasets,
  shownLatents,
  shownReconstructions,
  type TrainedDataset,
  type TrainExchanges,
  type TrainingRequest,
} from '../protocol/train';
import { openEngine } from '../runtime/engine';
import { memoise } from '../runtime/memoise';
import type { Handlers, Reply } from '../runtime/reply';
import { beginningOf, identify } from './folder';
import { settingsOf, specOf } from './model';
import { momentsOf, toBytes } from './moments';
import { loadPictures } from './pictures';

export interface TrainWorker {
  /** Opens the engine and the data. */
  readonly open: () => Promise<unknown>;
  readonly handlers: Handlers<keyof TrainExchanges>;
}

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
  ended: Promise<unknown>;
}

export function createTrainWorker(): TrainWorker {
  const pictures = memoise(loadPictures);
  const engines = memoise((use: 'training') => openEngine(use));
  const open = (data: TrainedDataset = datasets[0]) =>
    Promise.all([engines('training'), pictures(data)]);
  let current: Run | undefined;

  async function execute(
    run: Run,
    request: TrainingRequest,
    beginning: Pick<TrainOptions, 'resume' | 'initial'>,
    reply: Reply<'train'>,
  ): Promise<void> {
    const { control } = run;
    const [engine, { train: data, heldOut }] = await open(request.data);
    reply.part({
      type: 'start',
      start: {
        engine: nameOf(engine),
        labels: Uint8Array.from(heldOut.labels!.subarray(0, shownLatents)),
        originals: toBytes(await heldOut.read(firstOf(shownReconstructions))),
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
        const moment = await take(model);
        flush();
        reply.part({ type: 'moment', moment });
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
    open,
    handlers: {
      train({ request, from }, reply) {
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
            await execute(run, request, last === undefined ? {} : { resume: last }, reply);
            return;
          }
          const beginning = await beginningOf(from);
          run.checkpoints = beginning.resume === undefined ? [] : [beginning.resume];
          run.step = beginning.resume?.step ?? 0;
          await execute(run, request, beginning, reply);
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
      steer(command: Command, reply) {
        current?.control.send(command);
        reply.answer(undefined);
      },
    },
  };
}

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

const firstOf = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

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
