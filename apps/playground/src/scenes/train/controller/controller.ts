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
import { mostOwn } from '../../../worker/protocol/train';
import type { Moment, TrainingPart, TrainingStart } from '../../../worker/protocol/train';
import type { ModelFolder } from '../../../worker/protocol/own-model';
import { format } from '../saved/database';
import type { SavedTraining } from '../saved/database';
import { keepLeft } from '../saved/keep-left';
import { createSaves } from '../saved/saves';
import type { Saves } from '../saved/saves';
import { createCollector } from './collector';
import type { Collector } from './collector';
import { decodeLink, encodeLink } from './link';
import { momentAt, thinned, withMoment } from './moments';
import { nearestOf, scales } from './scales';
import type { Steered } from './scales';
import {
  defaultLink,
  history,
  initialState,
  isSameTraining,
  joined,
  linkOf,
  missingPictures,
  reduceTrain,
  separated,
} from './state';
import type { OwnPictures, TrainEvent, TrainLink, TrainState, TrainWork } from './state';

/** What the worker has answered so far. */
interface Answers {
  readonly training: TrainingState;
  readonly start: TrainingStart | undefined;
  readonly moments: readonly Moment[];
}

export interface TrainController {
  readonly store: Undoable<TrainState, TrainEvent, TrainWork>;
  /** Reads files as own pictures. */
  readonly collector: Collector;
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
  /**
   * Goes on from a model folder.
   *
   * @returns `pictures` if its model learns from own pictures, which have to be added before.
   * @throws ModelError if it is damaged, or not of a model that the page trains.
   */
  readonly openFolder: (files: ModelFolder) => Promise<'opened' | 'pictures'>;
  /** @returns the files of the model as it is now. */
  readonly exportModel: () => Promise<ModelFolder>;
  /** Keeps the model as it is now for the other scenes. @throws DOMException if this browser stores nothing more. */
  readonly keepForScenes: () => Promise<void>;
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
/** Milliseconds without another change of the own pictures before a training begins on them. */
const rest = 500;

const nothing: Answers = { training: initialTrainingState, start: undefined, moments: [] };

export function createTrain(): TrainController {
  const store = createUndoable(reduceTrain, initialState, history);
  let client: TrainClient | undefined;
  /** Counts trainings: parts of an earlier one are dropped. */
  let generation = 0;
  /** Waits until the own pictures no longer change. */
  let resting: ReturnType<typeof setTimeout> | undefined;

  const collector = createCollector({
    // The code that reads files is loaded with the first file.
    read: async (file) => (await import('../../../shared/pad/picture-file')).readDigitFile(file),
    room: () => mostOwn - store.get().own.length,
    add(pictures) {
      // What was read is a step of its own, whatever else was changed meanwhile.
      store.settle();
      store.send({ type: 'add', pictures });
    },
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setTimeout(resolve)),
  });

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
      clearTimeout(resting);
      client?.close();
      client = undefined;
    };
  });

  /** @param from the step, or the model folder, to go on from. Default: from the beginning. */
  function begin(from?: number | ModelFolder): void {
    const latest = leave(from === undefined);
    const state = store.get();
    if (missingPictures(state) > 0) {
      // The scene says what is missing.
      client?.steer({ type: 'stop' });
      return;
    }
    client?.pace(state.pace);
    client
      ?.train(linkOf(state), {
        from,
        ...(state.data === 'own' && { pixels: joined(state.own) }),
        onPart(part) {
          if (latest === generation) receive(part);
        },
      })
      .catch((error: unknown) => {
        if (latest === generation && client !== undefined) answers.fail(error);
      });
  }

  /** Takes over settings and what was seen of their training, and goes on from its model. */
  function goOn(
    restored: { readonly link: TrainLink; readonly own?: OwnPictures },
    files: ModelFolder,
    seen: Pick<Answers, 'training' | 'moments'>,
  ): void {
    opening = true;
    store.send({ type: 'restore', ...restored });
    opening = false;
    // Until the worker has it, no button may steer it.
    answers.recover({ ...nothing, ...seen, training: { ...seen.training, status: 'waiting' } });
    begin(files);
  }

  /** The training as it is now. */
  async function take(name: string): Promise<SavedTraining | undefined> {
    const before = generation;
    const state = store.get();
    const taken = await client?.checkpoint();
    const { training, moments, start } = answers.get();
    // Another one has begun in the meantime.
    if (taken === undefined || before !== generation) return undefined;
    const { step, files } = taken;
    // Only the same engine goes on to the same bits.
    const link = encodeLink({ ...state, ...(start && { engine: start.engineName }) });
    const seen = moments.filter((moment) => moment.step <= step);
    return {
      ...{ format, files, training },
      summary: { ...{ name, link, step }, time: Date.now() },
      moments: thinned(seen, mostSaved),
      ...(state.data === 'own' && { own: joined(state.own) }),
    };
  }

  /** Takes nothing more from the training before. @param forgets whether its answers are dropped. */
  function leave(forgets: boolean): number {
    clearTimeout(resting);
    generation += 1;
    // An engine that does not run here has failed; the next may do.
    if (forgets) answers.recover(nothing);
    store.send({ type: 'show', step: undefined });
    return generation;
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
        // Of many pictures in a row, each would begin a training.
        if (now.data === 'own' && now.own !== was.own) {
          leave(true);
          client?.steer({ type: 'stop' });
          resting = setTimeout(begin, rest);
        } else begin();
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
    collector,
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
      const own = saved.own && separated(saved.own);
      goOn({ link, ...(own && { own }) }, saved.files, saved);
    },
    async openFolder(files) {
      if (client === undefined) throw closed();
      const { request } = await client.identify(files);
      // A folder does not hold the pictures that its model learns from.
      if (missingPictures({ data: request.data, own: store.get().own }) > 0) return 'pictures';
      const learningRate = nearestOf('learningRate', request.learningRate);
      const beta = nearestOf('beta', request.beta);
      goOn({ link: { ...request, learningRate, beta } }, files, nothing);
      return 'opened';
    },
    async exportModel() {
      if (client === undefined) throw closed();
      return (await client.checkpoint()).files;
    },
    async keepForScenes() {
      if (client === undefined) throw closed();
      const state = store.get();
      const { data, family } = state;
      const { files } = await client.checkpoint();
      const own = data === 'own' ? { pixels: joined(state.own) } : {};
      const plane = await client.plane({ files, data, ...own });
      const { keepOwnModel } = await import('../../../shared/own-model/own-model');
      await keepOwnModel({ data, isConditional: family === 'cvae', files, plane });
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
        collector.stop();
        for (const stop of stops) stop();
        answers.close();
        saves.close();
      };
    },
  };
}
