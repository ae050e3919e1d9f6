/** Trains models for the Train scene, one at a time. */
import type { Command, TrainingEvent } from '@speil/api';
import { train, TrainingControl } from '@speil/core';
import type { TrainingHost } from '@speil/core';
import type { Engine } from '@speil/core/engines';
import {
  shownLatents,
  shownReconstructions,
  type TrainExchanges,
  type TrainingRequest,
} from '../protocol/train';
import { openEngine } from '../runtime/engine';
import { memoise } from '../runtime/memoise';
import type { Handlers, Reply } from '../runtime/reply';
import { loadDigits } from './digits';
import { settingsOf, specOf } from './model';
import { momentsOf, toBytes } from './moments';

export interface TrainWorker {
  /** Opens the engine and the data. */
  readonly open: () => Promise<unknown>;
  readonly handlers: Handlers<keyof TrainExchanges>;
}

/** Milliseconds between two messages about steps. */
const interval = 40;

interface Run {
  readonly control: TrainingControl;
  readonly ended: Promise<unknown>;
}

export function createTrainWorker(): TrainWorker {
  const digits = memoise(loadDigits);
  const engines = memoise((use: 'training') => openEngine(use));
  const open = () => Promise.all([engines('training'), digits('mnist-10k')]);
  let current: Run | undefined;

  async function run(
    request: TrainingRequest,
    control: TrainingControl,
    reply: Reply<'train'>,
    before: Run | undefined,
  ): Promise<void> {
    before?.control.send({ type: 'stop' });
    await before?.ended;
    const [engine, { train: data, heldOut }] = await open();
    reply.part({
      type: 'start',
      start: {
        engine: nameOf(engine),
        labels: Uint8Array.from(heldOut.labels!.subarray(0, shownLatents)),
        originals: toBytes(await heldOut.read(firstOf(shownReconstructions))),
      },
    });
    const take = await momentsOf(heldOut, request);
    const { emit, flush } = batched((events) => {
      reply.part({ type: 'events', events });
    });
    const host: TrainingHost = {
      emit,
      saveCheckpoint: ({ step }) => Promise.resolve(`checkpoints/${step}`),
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
      spec: specOf(request, data.shape),
      settings: settingsOf(request),
      ...{ engine, train: data, validation: heldOut, host, control },
    });
    flush();
    reply.answer({ reason });
  }

  return {
    open,
    handlers: {
      train(request, reply) {
        const control = new TrainingControl();
        control.send({ type: 'pause' });
        const before = current;
        const ended = run(request, control, reply, before).catch(reply.fail);
        current = { control, ended };
      },
      steer(command: Command, reply) {
        current?.control.send(command);
        reply.answer(undefined);
      },
    },
  };
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
