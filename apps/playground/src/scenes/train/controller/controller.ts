/**
 * Joins the Train scene's parts: settings go through the reducer, a worker trains, and its events and moments are kept. A
 * setting that can be steered changes the training; any other begins a new one. The controller does not depend on React.
 */
import { initialTrainingState, reduceTraining } from '@speil/api';
import type { TrainingState } from '@speil/api';
import { keepAddress } from '../../../shared/link/keep-address';
import { createUndoable } from '../../../shared/state/history';
import type { Undoable } from '../../../shared/state/history';
import { createResource } from '../../../shared/state/resource';
import type { Resource } from '../../../shared/state/resource';
import { openTrainClient } from '../../../worker/page/train-client';
import type { TrainClient } from '../../../worker/page/train-client';
import type {
  ModelFolder,
  Moment,
  TrainingPart,
  TrainingStart,
} from '../../../worker/protocol/train';
import { format } from '../saved/database';
import type { SavedTraining } from '../saved/database';
import { keepLeft } from '../saved/keep-left';
import { createSaves } from '../saved/saves';
import type { Saves } from '../saved/saves';
import { decodeLink, encodeLink } from './link';
import { momentAt, thinned, withMoment } from './moments';
import { nearestOf, scales } from './scales';
import type { Steered } from './scales';
import { defaultLink, history, initialState, isSameTraining, reduceTrain } from './state';
import type { TrainEvent, TrainLink, TrainState } from './state';

/** What the worker has answered so far. */
interface Answers {
  readonly training: TrainingState;
  readonly start: TrainingStart | undefined;
  readonly moments: readonly Moment[];
}

export interface TrainController {
  readonly store: Undoable<TrainState, TrainEvent, TrainLink>;
  readonly answers: Resource<Answers>;
  /** The moment that is shown. */
  readonly moment: () => Moment | undefined;
  readonly play: () => void;
  readonly pause: () => void;
  /** Does so many steps, and pauses. */
  readonly step: (steps: number) => void;
  /** Does the steps that are left of the epoch, and pauses. */
  readonly epoch: () => void;
  /** Begins again with the same settings and the same seed. */
  readonly restart: () => void;
  /** Goes on from the last checkpoint before the moment that is shown, with the settings of now. */
  readonly branch: () => void;
  /** The trainings that are saved on this device. */
  readonly saves: Saves;
  /** Goes on with a training that was saved, from where it was. @throws if it is gone or cannot be read any more. */
  readonly openSaved: (name: string) => Promise<void>;
  /** Goes on from a model folder. @throws ModelError if it is damaged, or not of a model that the page trains. */
  readonly openFolder: (files: ModelFolder) => Promise<void>;
  /** @returns the files of the model as it is now. */
  readonly exportModel: () => Promise<ModelFolder>;
  /** @returns the settings as a link's fragment. */
  readonly link: () => string;
  /** Restores the default settings. */
  readonly startOver: () => void;
  /** Loads again what has failed. */
  readonly retry: () => void;
  /** @returns a function that stops the scene. */
  readonly start: () => () => void;
}

const closed = (): Error => new Error('The scene is closed.');

/** Moments that are saved: some megabytes. */
const mostSaved = 60;

const nothing: Answers = { training: initialTrainingState, start: undefined, moments: [] };

export function createTrain(): TrainController {
  const store = createUndoable(reduceTrain, initialState, history);
  let client: TrainClient | undefined;
  /** Counts trainings: parts of an earlier one are dropped. */
  let generation = 0;

  /** Whether the settings change with a training that is opened, so that they begin none. */
  let opening = false;

  const saves = createSaves(take);
  const answers = createResource<Answers>(nothing, () => {
    client = openTrainClient({
      onFailed: (error) => {
        answers.fail(error);
      },
    });
    begin();
    return () => {
      client?.close();
      client = undefined;
    };
  });

  /** @param from the step, or the model folder, to go on from. Default: from the beginning. */
  function begin(from?: number | ModelFolder): void {
    const own = ++generation;
    // An engine that does not run here has failed; the next may do.
    if (from === undefined) answers.recover(nothing);
    client?.pace(store.get().pace);
    store.send({ type: 'show', step: undefined });
    client
      ?.train(history.keep(store.get()), {
        from,
        onPart(part) {
          if (own === generation) receive(part);
        },
      })
      .catch((error: unknown) => {
        if (own === generation && client !== undefined) answers.fail(error);
      });
  }

  /** Takes over settings and what was seen of their training, and goes on from its model. */
  function goOn(
    link: TrainLink,
    files: ModelFolder,
    seen: Pick<Answers, 'training' | 'moments'>,
  ): void {
    opening = true;
    store.send({ type: 'restore', link });
    opening = false;
    // Until the worker has it, no button may steer it.
    answers.recover({ ...nothing, ...seen, training: { ...seen.training, status: 'waiting' } });
    begin(files);
  }

  /** The training as it is now. */
  async function take(name: string): Promise<SavedTraining | undefined> {
    const own = generation;
    const link = encodeLink(store.get());
    const taken = await client?.checkpoint();
    const { training, moments } = answers.get();
    // Another one has begun in the meantime.
    if (taken === undefined || own !== generation) return undefined;
    const { step, files } = taken;
    const seen = moments.filter((moment) => moment.step <= step);
    return {
      ...{ format, files, training },
      summary: { ...{ name, link, step }, time: Date.now() },
      moments: thinned(seen, mostSaved),
    };
  }

  function receive(part: TrainingPart): void {
    const { training, moments } = answers.get();
    if (part.type === 'start') answers.ready({ start: part.start });
    else if (part.type === 'moment') answers.send({ moments: withMoment(moments, part.moment) });
    else answers.send({ training: part.events.reduce(reduceTraining, training) });
  }

  /** After a change of the settings, steers the training or begins another. */
  function watchSettings(): () => void {
    let before = store.get();
    return store.subscribe(() => {
      const [now, was] = [store.get(), before];
      before = now;
      if (opening) return;
      if (now.pace !== was.pace) client?.pace(now.pace);
      if (!isSameTraining(now, was)) {
        begin();
        return;
      }
      for (const setting of Object.keys(scales) as Steered[]) {
        if (now[setting] === was[setting]) continue;
        client?.steer({ type: 'set', setting, value: now[setting] });
      }
    });
  }

  const follow = (): void => {
    store.send({ type: 'show', step: undefined });
  };

  return {
    store,
    answers,
    moment: () => momentAt(answers.get().moments, store.get().shown),
    play() {
      follow();
      client?.steer({ type: 'resume' });
    },
    pause() {
      client?.steer({ type: 'pause' });
    },
    step(steps) {
      follow();
      client?.steer({ type: 'step', steps });
    },
    epoch() {
      follow();
      const { run, step } = answers.get().training;
      if (run === undefined) return;
      client?.steer({ type: 'step', steps: run.stepsPerEpoch - (step % run.stepsPerEpoch) });
    },
    restart() {
      begin();
    },
    branch() {
      begin(momentAt(answers.get().moments, store.get().shown)?.step);
    },
    saves,
    async openSaved(name) {
      const saved = await saves.read(name);
      if (saved === undefined) throw new Error(`${name} cannot be read.`);
      saves.send({ left: undefined });
      const link = decodeLink(saved.summary.link) ?? defaultLink;
      goOn(link, saved.files, saved);
    },
    async openFolder(files) {
      if (client === undefined) throw closed();
      const { request } = await client.identify(files);
      const learningRate = nearestOf('learningRate', request.learningRate);
      goOn({ ...request, learningRate, beta: nearestOf('beta', request.beta) }, files, nothing);
    },
    async exportModel() {
      if (client === undefined) throw closed();
      return (await client.checkpoint()).files;
    },
    link: () => encodeLink(store.get()),
    startOver() {
      store.send({ type: 'restore', link: defaultLink });
    },
    retry() {
      answers.retry();
    },
    start() {
      const stopAddress = keepAddress({
        ...{ store, history, encode: encodeLink },
        decode: decodeLink,
        defaults: defaultLink,
      });
      const stops = [stopAddress, watchSettings(), keepLeft({ answers, keep: saves.keep })];
      saves.open();
      answers.open();
      return () => {
        for (const stop of stops) stop();
        answers.close();
        saves.close();
      };
    },
  };
}
