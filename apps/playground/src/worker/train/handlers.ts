/** Trains models for the Train scene, one at a time. */
import type { Command, TrainingEvent } from '@speil/api';
import { InvalidArgumentError } from '@speil/api';
import { train, TrainingControl } from '@speil/core';
import type { TrainingCheckpoint, TrainingHost } from '@speil/core';
import type { Engine } from '@speil/core/engines';
import { withNewest } from '../protocol/thin';
import { shownLatents, siteDatasets, type TrainExchanges } from '../protocol/train';
import { openEngine } from '../runtime/engine';
import { memoise } from '../runtime/memoise';
import type { Handlers, Reply } from '../runtime/reply';
import { settingsOf, specOf } from './model';
import { momentsOf, shownItems, toBytes } from './moments';
import { ownPictures } from './own-pictures';
import { loadPictures } from './pictures';

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
  ended: Promise<unknown>;
}

export function createTrainWorker(): TrainWorker {
  const pictures = memoise(loadPictures);
  const engines = memoise((use: 'training') => openEngine(use));
  let current: Run | undefined;

  async function execute(
    run: Run,
    { request, pixels }: Question,
    resume: TrainingCheckpoint | undefined,
    reply: Reply<'train'>,
  ): Promise<void> {
    const { control } = run;
    const [engine, { train: data, heldOut }] = await Promise.all([
      engines('training'),
      request.data === 'own' ? ownPictures(pixels) : pictures(request.data),
    ]);
    reply.part({
      type: 'start',
      start: {
        engine: nameOf(engine),
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
      ...(resume && { resume }),
      ...{ engine, train: data, validation: heldOut, host, control },
    });
    flush();
    reply.answer({ reason });
  }

  return {
    open: () => Promise.all([engines('training'), pictures(siteDatasets[0])]),
    handlers: {
      train(question, reply) {
        const { from } = question;
        const before = current;
        const checkpoints =
          from === undefined ? [] : (before?.checkpoints ?? []).filter(({ step }) => step <= from);
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
        const started = (before?.ended ?? Promise.resolve()).then(() =>
          execute(run, question, checkpoints.at(-1), reply),
        );
        run.ended = started.catch(reply.fail);
        current = run;
      },
      export(_, reply) {
        checkpointOf(current).then(({ files }) => {
          const kept = ['model.json', 'weights.safetensors'];
          reply.answer({
            files: Object.fromEntries(kept.map((name) => [name, Uint8Array.from(files[name]!)])),
          });
        }, reply.fail);
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
