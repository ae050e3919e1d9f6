/**
 * Joins the Lesson's parts. Nothing is loaded before a widget comes into view: then the worker is started, and what the
 * widget shows is asked. The controller does not depend on React.
 */
import type { Atlas, AtlasLatents, LatentAtlas } from '@speil/api';
import { fetchItems, fetchLatents } from '../../../shared/atlas/files';
import type { ItemSheet } from '../../../shared/atlas/items';
import type { Square } from '../../../shared/geometry/geometry';
import { keepAddress } from '../../../shared/link/keep-address';
import { createUndoable } from '../../../shared/state/history';
import type { Undoable } from '../../../shared/state/history';
import { createResource } from '../../../shared/state/resource';
import type { Resource } from '../../../shared/state/resource';
import { openImageClient } from '../../../worker/page/image-client';
import type { ImageClient } from '../../../worker/page/image-client';
import type { PartId } from '../content/structure';
import { createClassDecoder } from './decode-classes';
import { decodeLink, encodeLink } from './link';
import { nothing, partQuestions, questions } from './questions';
import type { Question, Values } from './questions';
import { defaultLink, history, initialState, reduceLesson } from './state';
import type { LessonEvent, LessonLink, LessonState, LessonWork, LessonWorld } from './state';

export interface Answers extends Values {
  readonly items: ItemSheet | undefined;
  /** Where the VAE encodes the test digits. */
  readonly latents: AtlasLatents | undefined;
  /** Where the conditional VAE encodes them. */
  readonly handLatents: AtlasLatents | undefined;
}

export type PlaneWindow = Pick<LatentAtlas, 'latents' | 'centre' | 'extent'>;

export interface LessonController {
  readonly atlas: Atlas;
  /** The visible part of the conditional VAE's plane. */
  readonly handWindow: PlaneWindow;
  readonly store: Undoable<LessonState, LessonEvent, LessonWork>;
  readonly answers: Resource<Answers>;
  readonly set: (change: Partial<LessonLink>) => void;
  /** Asks what the widget of a part shows, from now on. */
  readonly want: (part: PartId) => void;
  /** @returns a function that stops the scene. */
  readonly start: () => () => void;
  /** Loads the models again after a failure. */
  readonly retry: () => void;
  /** @returns the state as a link's fragment. */
  readonly link: () => string;
  /** Restores the default state, except for the part that is read. */
  readonly startOver: () => void;
}

export function createLesson(atlas: Atlas, handWindow: PlaneWindow): LessonController {
  const world: LessonWorld = {
    items: atlas.latents.count,
    plane: toSquare(atlas),
    hands: toSquare(handWindow),
  };
  const store = createUndoable(reduceLesson, initialState(world), history);
  const wanted = new Set<Question>();
  const classes = createClassDecoder(atlas.classNames.length);
  let client: ImageClient | undefined;
  let isOpen = false;

  const answers: Resource<Answers> = createResource<Answers>(
    { ...nothing, items: undefined, latents: undefined, handLatents: undefined },
    () => {
      client = openImageClient({
        opening: 'vae',
        onReady() {
          answers.ready();
        },
        onDecoded: classes.onDecoded,
        onFailed: answers.fail,
      });
      loadFiles();
      loadHands();
      for (const question of wanted) ask[question]();
      return () => {
        client?.close();
        client = undefined;
      };
    },
  );

  /** For each question, a function that asks it in its present form. */
  const ask = Object.fromEntries(
    (Object.keys(questions) as Question[]).map((name) => [
      name,
      answers.latest(() => request(name)),
    ]),
  ) as Readonly<Record<Question, () => void>>;

  function request(name: Question): Promise<void> | undefined {
    const current = client;
    if (current === undefined) return undefined;
    const answer = questions[name].ask({
      client: current,
      state: store.get(),
      items: answers.get().items,
      decodeClasses: (at) => classes.decode(current, at),
    });
    return (answer as Promise<unknown> | undefined)?.then((value) => {
      answers.send({ [name]: value });
    });
  }

  function loadFiles(): void {
    if (answers.get().items === undefined) {
      fetchItems(atlas).then((items) => {
        answers.send({ items });
        for (const question of wanted) {
          if (questions[question].dependsOn.includes('item')) ask[question]();
        }
      }, answers.fail);
    }
    if (answers.get().latents === undefined) {
      fetchLatents(atlas).then((latents) => {
        answers.send({ latents });
      }, answers.fail);
    }
  }

  function loadHands(): void {
    if (!wanted.has('hands') || answers.get().handLatents !== undefined) return;
    fetchLatents(handWindow, 'cvae').then((handLatents) => {
      answers.send({ handLatents });
    }, answers.fail);
  }

  function want(part: PartId): void {
    const added = partQuestions[part].filter((question) => !wanted.has(question));
    for (const question of added) wanted.add(question);
    if (added.length === 0) return;
    if (!isOpen) {
      isOpen = true;
      answers.open();
      return;
    }
    for (const question of added) ask[question]();
    loadHands();
  }

  /** After each change of the state, asks again what depends on it. */
  function watchState(): () => void {
    let before = store.get();
    return store.subscribe(() => {
      const [now, was] = [store.get(), before];
      before = now;
      for (const question of wanted) {
        if (questions[question].dependsOn.some((key) => now[key] !== was[key])) ask[question]();
      }
    });
  }

  return {
    atlas,
    handWindow,
    store,
    answers,
    set(change) {
      store.send({ type: 'set', change });
    },
    want,
    start() {
      const stops = [
        keepAddress({
          store,
          history,
          encode: encodeLink,
          decode: (fragment) => decodeLink(fragment, world),
          defaults: defaultLink,
        }),
        watchState(),
      ];
      return () => {
        for (const stop of stops) stop();
        answers.close();
        isOpen = false;
        wanted.clear();
      };
    },
    retry: answers.retry,
    link: () => encodeLink(store.get()),
    startOver() {
      store.send({ type: 'restore', link: { ...defaultLink, part: store.get().part } });
    },
  };
}

function toSquare({ centre, extent }: Pick<LatentAtlas, 'centre' | 'extent'>): Square {
  return { centre: { x: centre[0], y: centre[1] }, extent };
}
