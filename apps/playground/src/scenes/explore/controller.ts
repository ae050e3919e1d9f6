/**
 * Joins the scene's parts: what a person does goes through the reducer; what changed is asked of the model; what the
 * model answers is kept here, apart from the state, because it follows from it. Knows no React.
 */
import type { Atlas, AtlasCodes } from '@speil/api';
import { createUndoable } from '../../shared/state/history';
import type { Undoable } from '../../shared/state/history';
import { pictureOf } from '../../shared/pad/input-picture';
import { createStore } from '../../shared/state/store';
import type { Store } from '../../shared/state/store';
import { measureLatency } from '../../shared/browser/latency';
import type { Point } from '../../shared/geometry/geometry';
import { neighbourhood } from '../../shared/atlas/nearest';
import type { Neighbourhood } from '../../shared/atlas/nearest';
import { fetchCodes, fetchItems } from '../../shared/atlas/files';
import { keepAddress } from '../../shared/link/keep-address';
import { askNewest } from '../../shared/state/latest-only';
import type { ItemSheet } from '../../shared/atlas/items';
import type { LiveGrid } from './paint/grid';
import { decodeLink, encodeLink } from './link';
import { defaultLink, history, initialState, isMoving, placeOf, reduceManifold } from './state';
import type { LinkState, ManifoldEvent, ManifoldState, ManifoldWork, Travel } from './state';
import { failureOf } from '../../worker/page/failure';
import type { Failure } from '../../worker/page/failure';
import { openModelClient } from '../../worker/page/image-client';
import type { ModelClient } from '../../worker/page/image-client';
import type { Reflection } from '../../worker/protocol/images';

/** What the encoder was shown, and what it said. */
export interface Landing {
  readonly input: Uint8Array;
  readonly reflection: Reflection;
}

export interface Answers {
  readonly status: 'waiting' | 'ready' | 'failed';
  /** Why it failed. */
  readonly failure: Failure | undefined;
  /** The decoded digit at the cursor. */
  readonly seen: Uint8Array | undefined;
  readonly codes: AtlasCodes | undefined;
  readonly items: ItemSheet | undefined;
  /** What a person held up. */
  readonly landing: Landing | undefined;
  /** A test digit held up in its stead, so that an empty pad shows what will come. */
  readonly example: Landing | undefined;
  /** Digits at even steps from one end of the journey to the other. */
  readonly strip: readonly Uint8Array[] | undefined;
}

export interface Backdrop {
  sheet?: HTMLImageElement;
  live?: LiveGrid;
}

export interface Manifold {
  readonly atlas: Atlas;
  readonly store: Undoable<ManifoldState, ManifoldEvent, ManifoldWork>;
  readonly answers: Store<Answers, Partial<Answers>>;
  /** The decoded digits behind all, as far as they have come. */
  readonly backdrop: Backdrop;
  /** What lies around the place that is shown, once the codes are there; worked out once a place. */
  readonly near: () => Neighbourhood | undefined;
  /** Moves the cursor by hand; `since` is when the hand moved, for the latency measure. */
  moveTo(point: Point, since?: number): void;
  /** Shows what is at a place while a mouse hovers there. */
  glanceAt(point: Point | undefined, since: number): void;
  /** Loads what the page did not bring, reads the link and starts. @returns a function that stops all. */
  start(options: { readonly still: boolean }): () => void;
  /** Loads the model anew after a failure. */
  readonly retry: () => void;
  /** Loads the items' pictures, once. */
  wantItems(): void;
  /** Holds up a test digit as an example, once. */
  readonly wantExample: () => void;
  /** Decodes the background on a grid of `side` cells; rows come as they are done. */
  decodeGrid(side: number, onRow: (row: number, pictures: Uint8Array) => void): void;
  /** The state as a link's fragment. */
  readonly link: () => string;
  /** All as the page opens. */
  readonly startOver: () => void;
}

/** Whether the example is what is held up. */
export function isExemplary({ landing, example }: Answers): boolean {
  return landing === undefined && example !== undefined;
}

export const stripSteps = 11;
/** A plain 0: its reflection is as plain. */
const exampleItem = 5;

const noAnswers: Answers = {
  status: 'waiting',
  failure: undefined,
  seen: undefined,
  codes: undefined,
  items: undefined,
  landing: undefined,
  example: undefined,
  strip: undefined,
};

export function createManifold(atlas: Atlas): Manifold {
  const world = {
    centre: { x: atlas.centre[0], y: atlas.centre[1] },
    extent: atlas.extent,
    classes: atlas.classNames.length,
    items: atlas.codes.count,
  };
  const store = createUndoable(reduceManifold, initialState(world), history);
  const answers = createStore<Answers, Partial<Answers>>(
    (state, change) => ({ ...state, ...change }),
    noAnswers,
  );
  let client: ModelClient | undefined;
  let wantedGrid: Parameters<Manifold['decodeGrid']> | undefined;
  let itemsRequested = false;
  let exampleWanted = false;
  /** When the hand moved to the point of the look under way. */
  let handMoved: { id: number; since: number } | undefined;

  function open(): void {
    answers.send({ status: 'waiting', failure: undefined });
    client = openModelClient({
      opening: 'vae',
      onReady() {
        // Codes that did not load are still missing.
        if (answers.get().status === 'waiting') answers.send({ status: 'ready' });
        wantItems();
        if (wantedGrid !== undefined) client?.grid(wantedGrid[0], atlas, wantedGrid[1]);
      },
      onSeen(id, seen) {
        if (answers.get().seen === undefined) measureLatency('speil.first-digit', 0);
        answers.send({ seen });
        if (handMoved?.id === id) measureLatency('speil.pointer-to-picture', handMoved.since);
      },
      onFailed(failure) {
        answers.send({ status: 'failed', failure });
      },
    });
    client.look([{ plane: 'vae', ...placeOf(store.get()) }], false);
    askStrip(store.get().travel);
    askLanding();
    if (exampleWanted) askExample();
  }

  function askStrip({ from, to }: Travel): void {
    client?.line(from, to, stripSteps).then(
      (strip) => {
        answers.send({ strip });
      },
      () => undefined, // The model's own failure is already told.
    );
  }

  /** True when the drawing came from a hand: then the cursor goes where it lands. */
  let follow = false;

  /** Encodes the drawing. */
  const askLanding = askNewest(() => {
    const input = drawnPicture();
    if (input === undefined || client === undefined) {
      if (answers.get().landing !== undefined) answers.send({ landing: undefined });
      return undefined;
    }
    return client.encode(input).then((reflection) => {
      if (store.get().drawing.kind === 'none') return;
      answers.send({ landing: { input, reflection } });
      const [x, y] = reflection.mean;
      if (follow) store.send({ type: 'move', to: { x, y } });
    });
  });

  function wantExample(): void {
    wantItems();
    exampleWanted = true;
    askExample();
  }

  function askExample(): void {
    const { items, example } = answers.get();
    const input = items?.pictureOf(exampleItem);
    if (input === undefined || example !== undefined) return;
    client?.encode(input).then(
      (reflection) => {
        answers.send({ example: { input, reflection } });
      },
      () => undefined,
    );
  }

  function drawnPicture(): Uint8Array | undefined {
    const { drawing } = store.get();
    if (drawing.kind === 'item') wantItems();
    return pictureOf(drawing, answers.get().items);
  }

  function wantItems(): void {
    if (itemsRequested) return;
    itemsRequested = true;
    fetchItems(atlas).then(
      (items) => {
        answers.send({ items });
        if (exampleWanted) askExample();
        if (store.get().drawing.kind === 'item') askLanding();
      },
      () => {
        itemsRequested = false;
      },
    );
  }

  function loadCodes(): void {
    fetchCodes(atlas).then(
      (codes) => {
        answers.send({ codes });
      },
      (error: unknown) => {
        answers.send({ status: 'failed', failure: failureOf(error) });
      },
    );
  }

  /** Asks the model for whatever a change of the state made stale. */
  function watchState(): () => void {
    let before = store.get();
    return store.subscribe(() => {
      const now = store.get();
      const was = before;
      before = now;
      if (placeOf(now) !== placeOf(was)) {
        const byHand = !isMoving(now) && handSince !== undefined;
        const id = client?.look([{ plane: 'vae', ...placeOf(now) }], byHand);
        if (byHand && id !== undefined) handMoved = { id, since: handSince! };
      }
      if (now.travel.from !== was.travel.from || now.travel.to !== was.travel.to) {
        askStrip(now.travel);
      }
      if (now.drawing !== was.drawing) askLanding();
    });
  }
  let handSince: number | undefined;

  let around: { codes: AtlasCodes; place: Point; value: Neighbourhood } | undefined;

  function near(): Neighbourhood | undefined {
    const { codes } = answers.get();
    const place = placeOf(store.get());
    if (codes === undefined) return undefined;
    if (around?.codes !== codes || around.place !== place) {
      around = { codes, place, value: neighbourhood(codes, place) };
    }
    return around.value;
  }

  function moveTo(to: Point, since?: number): void {
    follow = false;
    handSince = since;
    store.send({ type: 'move', to });
    handSince = undefined;
  }

  function glanceAt(at: Point | undefined, since: number): void {
    handSince = since;
    store.send({ type: 'glance', at });
    handSince = undefined;
  }

  /** Ticks while something moves by itself. */
  function watchMotion(): () => void {
    let frame = 0;
    let last = 0;
    const step = (time: number): void => {
      frame = 0;
      // A tab that was away goes on where it was.
      const seconds = Math.min(0.1, last === 0 ? 0 : (time - last) / 1000);
      last = time;
      store.send({ type: 'tick', seconds });
      wake();
    };
    const wake = (): void => {
      if (!isMoving(store.get())) last = 0;
      else if (frame === 0) frame = requestAnimationFrame(step);
    };
    wake();
    const unsubscribe = store.subscribe(wake);
    return () => {
      cancelAnimationFrame(frame);
      unsubscribe();
    };
  }

  const linkOf = (fragment: string): LinkState => decodeLink(fragment, world) ?? defaultLink(world);

  /** The opening tour leaves the address alone. */
  function watchLink(still: boolean): () => void {
    return keepAddress({
      store,
      encode: (state) => encodeLink(state, world),
      decode: (fragment) => history.keep(linkOf(fragment)),
      put: history.put,
      restore(fragment) {
        const link = linkOf(fragment);
        follow = false;
        const travel = still ? { ...link.travel, playing: false } : link.travel;
        store.send({ type: 'restore', link: { ...link, travel } });
      },
      unsettled: () => store.get().tour !== null,
    });
  }

  /** Glides as soon as there is something to see, if nobody has done anything by then. */
  function tourOnceReady(): () => void {
    const opening = store.get();
    const unsubscribe = answers.subscribe(() => {
      if (answers.get().seen === undefined) return;
      unsubscribe();
      if (store.get() === opening) store.send({ type: 'tour', on: true });
    });
    return unsubscribe;
  }

  function watchHand(): () => void {
    // Drawing sets the cursor off to where the drawing lands; whoever then moves it by hand keeps it.
    let before = store.get().drawing;
    return store.subscribe(() => {
      const { drawing, tour } = store.get();
      if (drawing !== before && tour === null) follow = drawing.kind !== 'none';
      before = drawing;
    });
  }

  return {
    atlas,
    store,
    answers,
    backdrop: {},
    near,
    moveTo,
    glanceAt,
    start({ still }) {
      const stops = [watchLink(still), watchHand(), watchState(), watchMotion()];
      if (!still && location.hash.length < 2) stops.push(tourOnceReady());
      open();
      loadCodes();
      return () => {
        for (const stop of stops) stop();
        client?.close();
        client = undefined;
      };
    },
    retry() {
      client?.close();
      open();
      if (answers.get().codes === undefined) loadCodes();
    },
    wantItems,
    wantExample,
    decodeGrid(side, onRow) {
      wantedGrid = [side, onRow];
      if (answers.get().status === 'ready') client?.grid(side, atlas, onRow);
    },
    link: () => encodeLink(store.get(), world),
    startOver() {
      store.send({ type: 'restore', link: defaultLink(world) });
    },
  };
}
