/**
 * Joins the Explore scene's parts. Events go through the reducer. After a change, the controller asks the model for
 * every answer that is out of date. Answers are not part of the state, because they follow from it. The controller does
 * not depend on React.
 */
import type { AtlasLatents } from '@speil/api';
import type { ItemSheet } from '../../../shared/atlas/items';
import { neighbourhood } from '../../../shared/atlas/nearest';
import type { Neighbourhood } from '../../../shared/atlas/nearest';
import type { PlaneAtlas, PlaneSource } from '../../../shared/own-model/plane-source';
import { hasClasses } from '../../../shared/own-model/plane-source';
import { measureLatency } from '../../../shared/browser/latency';
import type { Point } from '../../../shared/geometry/geometry';
import { keepAddress } from '../../../shared/link/keep-address';
import { inputPixels } from '../../../shared/pad/input-picture';
import { createUndoable } from '../../../shared/state/history';
import type { Undoable } from '../../../shared/state/history';
import { latestOnly } from '../../../shared/state/latest-only';
import { createResource } from '../../../shared/state/resource';
import type { Resource, ResourceStatus } from '../../../shared/state/resource';
import { openImageClient } from '../../../worker/page/image-client';
import type { ImageClient } from '../../../worker/page/image-client';
import type { Reconstruction } from '../../../worker/protocol/images';
import { decodeLink, encodeLink } from './link';
import { watchMotion } from './motion';
import type { LiveGrid } from '../paint/grid';
import { defaultLink, history, initialState, isMoving, shownPlace, reduceExplore } from './state';
import type { ExploreEvent, ExploreState, ExploreWork, Travel } from './state';

/** An encoded picture and its reconstruction. */
export interface EncodedPicture {
  readonly input: Uint8Array;
  readonly reconstruction: Reconstruction;
}

interface Values {
  /** The digit decoded at the cursor. */
  readonly decoded: Uint8Array | undefined;
  readonly latents: AtlasLatents | undefined;
  readonly items: ItemSheet | undefined;
  /** The person's own input, encoded. */
  readonly encoded: EncodedPicture | undefined;
  /** An encoded test digit that is shown in place of the input while the pad is empty, as an example. */
  readonly example: EncodedPicture | undefined;
  /** Digits at equal steps from one end of the journey to the other. */
  readonly strip: readonly Uint8Array[] | undefined;
}

export type Answers = ResourceStatus & Values;

export interface Backdrop {
  sheet?: HTMLImageElement;
  live?: LiveGrid;
}

export interface ExploreController {
  readonly source: PlaneSource;
  readonly atlas: PlaneAtlas;
  readonly store: Undoable<ExploreState, ExploreEvent, ExploreWork>;
  readonly answers: Resource<Values>;
  /** The decoded digits in the background that have arrived so far. */
  readonly backdrop: Backdrop;
  /** The neighbours of the point that is shown, once the latents are loaded. They are computed once for each point. */
  readonly near: () => Neighbourhood | undefined;
  /** The custom property of the colour of the class around the point that is shown. */
  readonly colourNear: () => string;
  /** Moves the cursor to where a person puts it. `since` is the time of the pointer event, for the latency measure. */
  moveTo(point: Point, since?: number): void;
  /** Shows the digit at a point while a mouse hovers there. */
  hoverAt(point: Point | undefined, since: number): void;
  /** Reads the link, and loads what is not part of the page. @returns a function that stops the scene. */
  start(options: { readonly still: boolean }): () => void;
  /** Loads the model again after a failure. */
  readonly retry: () => void;
  /** Loads the items' pictures, once. */
  wantItems(): void;
  /** Encodes a test digit as an example, once. */
  readonly wantExample: () => void;
  /** Decodes the background on a grid of `side` by `side` cells. Each row is shown as soon as it is decoded. */
  decodeGrid(side: number, onRow: (row: number, pictures: Uint8Array) => void): void;
  /** @returns the state as a link's fragment. */
  readonly link: () => string;
  /** Restores the default state, as on a page without a link. */
  readonly startOver: () => void;
}

/** Whether the example is shown in place of a person's own input. */
export function isExemplary({ encoded, example }: Answers): boolean {
  return encoded === undefined && example !== undefined;
}

export const stripSteps = 11;
/** A clear 0, whose reconstruction is clear too. */
const exampleItem = 5;

export function createExplore(source: PlaneSource): ExploreController {
  const { atlas, plane } = source;
  const world = {
    model: plane === 'own' ? 'own' : 'site',
    centre: { x: atlas.centre[0], y: atlas.centre[1] },
    extent: atlas.extent,
    classes: atlas.classNames.length,
    items: atlas.latents.count,
  } as const;
  const store = createUndoable(reduceExplore, initialState(world), history);
  let client: ImageClient | undefined;
  let wantedGrid: Parameters<ExploreController['decodeGrid']> | undefined;
  let itemsRequested = false;
  let exampleWanted = false;
  /** The time of the pointer event for the point that is being decoded. */
  let handMoved: { id: number; since: number } | undefined;

  const nothing: Values = {
    decoded: undefined,
    latents: undefined,
    items: undefined,
    encoded: undefined,
    example: undefined,
    strip: undefined,
  };
  const answers = createResource<Values>(nothing, () => {
    client = openImageClient({
      opening: 'vae',
      onReady() {
        if (source.open === undefined) begin();
      },
      onDecoded(id, decoded) {
        if (answers.get().decoded === undefined) measureLatency('speil.first-digit', 0);
        answers.send({ decoded });
        if (handMoved?.id === id) measureLatency('speil.pointer-to-picture', handMoved.since);
      },
      onFailed: answers.fail,
    });
    const opened = client;
    source.open?.(opened).then(begin, (error: unknown) => {
      if (client === opened) answers.fail(error);
    });
    decodePlace(false);
    decodeStrip(store.get().travel);
    encodeInput();
    if (exampleWanted) encodeExample();
    if (answers.get().latents === undefined) loadLatents();
    return () => {
      client?.close();
      client = undefined;
    };
  });

  /** Called once the model is open. */
  function begin(): void {
    answers.ready();
    wantItems();
    if (wantedGrid !== undefined) decodeGrid(...wantedGrid);
  }

  /** What the worker has to know of each point: the plane, and the class given to a conditional model. */
  const decoder = () => ({ plane, condition: store.get().condition });

  function decodePlace(byHand: boolean): number | undefined {
    return client?.decodeAt([{ ...decoder(), ...shownPlace(store.get()) }], byHand);
  }

  function decodeGrid(side: number, onRow: (row: number, pictures: Uint8Array) => void): void {
    const { centre, extent } = atlas;
    client?.decodeGrid({ ...decoder(), side, centre, extent }, ({ row, pictures }) => {
      onRow(row, pictures);
    });
  }

  function decodeStrip({ from, to }: Travel): void {
    const line = { from: [from.x, from.y], to: [to.x, to.y], steps: stripSteps } as const;
    client?.decodeLine({ ...decoder(), ...line }).then(
      (strip) => {
        answers.send({ strip });
      },
      () => undefined, // A failure to load the model has already been reported.
    );
  }

  /** Whether a person has changed the input: the cursor then moves to the point where it is encoded. */
  let follow = false;

  const encodeInput = latestOnly(() => {
    const input = readInputPixels();
    if (input === undefined || client === undefined) {
      if (answers.get().encoded !== undefined) answers.send({ encoded: undefined });
      return undefined;
    }
    return client.encode(input, plane, store.get().condition).then((reconstruction) => {
      if (store.get().drawing.kind === 'none') return;
      answers.send({ encoded: { input, reconstruction } });
      const [x, y] = reconstruction.mean;
      if (follow) store.send({ type: 'move', to: { x, y } });
    });
  });

  function wantExample(): void {
    wantItems();
    exampleWanted = true;
    encodeExample();
  }

  function encodeExample(): void {
    const { items, example } = answers.get();
    const input = items?.pictureOf(exampleItem);
    if (input === undefined || example !== undefined) return;
    // A conditional model reconstructs a picture of its own class.
    client?.encode(input, plane, answers.get().latents?.labels[exampleItem]).then(
      (reconstruction) => {
        answers.send({ example: { input, reconstruction } });
      },
      () => undefined,
    );
  }

  function readInputPixels(): Uint8Array | undefined {
    const { drawing } = store.get();
    if (drawing.kind === 'item') wantItems();
    return inputPixels(drawing, answers.get().items);
  }

  function wantItems(): void {
    if (itemsRequested) return;
    itemsRequested = true;
    source.items().then(
      (items) => {
        answers.send({ items });
        if (exampleWanted) encodeExample();
        if (store.get().drawing.kind === 'item') encodeInput();
      },
      () => {
        itemsRequested = false;
      },
    );
  }

  function loadLatents(): void {
    source.latents().then((latents) => {
      answers.send({ latents });
    }, answers.fail);
  }

  /** After each change of the state, asks the model for every answer that is out of date. */
  function watchState(): () => void {
    let before = store.get();
    return store.subscribe(() => {
      const now = store.get();
      const was = before;
      before = now;
      if (shownPlace(now) !== shownPlace(was)) {
        const byHand = !isMoving(now) && handSince !== undefined;
        const id = decodePlace(byHand);
        if (byHand && id !== undefined) handMoved = { id, since: handSince! };
      }
      if (now.travel.from !== was.travel.from || now.travel.to !== was.travel.to) {
        decodeStrip(now.travel);
      }
      if (now.drawing !== was.drawing) encodeInput();
      if (now.condition !== was.condition) {
        decodePlace(false);
        decodeStrip(now.travel);
        encodeInput();
      }
    });
  }
  let handSince: number | undefined;

  let around: { latents: AtlasLatents; place: Point; value: Neighbourhood } | undefined;

  function near(): Neighbourhood | undefined {
    const { latents } = answers.get();
    const place = shownPlace(store.get());
    if (latents === undefined) return undefined;
    if (around?.latents !== latents || around.place !== place) {
      around = { latents, place, value: neighbourhood(latents, place) };
    }
    return around.value;
  }

  function moveTo(to: Point, since?: number): void {
    follow = false;
    handSince = since;
    store.send({ type: 'move', to });
    handSince = undefined;
  }

  function hoverAt(at: Point | undefined, since: number): void {
    handSince = since;
    store.send({ type: 'hover', at });
    handSince = undefined;
  }

  /** The opening tour does not change the address. */
  function watchLink(still: boolean): () => void {
    return keepAddress({
      store,
      history,
      encode: (state) => encodeLink(state, world),
      decode: (fragment) => decodeLink(fragment, world),
      defaults: defaultLink(world),
      restore(link) {
        follow = false;
        const travel = still ? { ...link.travel, playing: false } : link.travel;
        store.send({ type: 'restore', link: { ...link, travel } });
      },
      unsettled: () => store.get().tour !== null,
    });
  }

  /** Starts the tour when the first digit is decoded, unless a person has done something before. */
  function tourOnceReady(): () => void {
    const opening = store.get();
    const unsubscribe = answers.subscribe(() => {
      if (answers.get().decoded === undefined) return;
      unsubscribe();
      if (store.get() === opening) store.send({ type: 'tour', on: true });
    });
    return unsubscribe;
  }

  function watchHand(): () => void {
    // A new input moves the cursor to the point where it is encoded, unless a person moves the cursor first.
    let before = store.get().drawing;
    return store.subscribe(() => {
      const { drawing, tour } = store.get();
      if (drawing !== before && tour === null) follow = drawing.kind !== 'none';
      before = drawing;
    });
  }

  return {
    source,
    atlas,
    store,
    answers,
    backdrop: {},
    near,
    colourNear() {
      const around = hasClasses(atlas) ? near() : undefined;
      return around === undefined ? '--ink' : `--class-${around.first}`;
    },
    moveTo,
    hoverAt,
    start({ still }) {
      const stops = [watchLink(still), watchHand(), watchState(), watchMotion(store)];
      if (!still && location.hash.length < 2) stops.push(tourOnceReady());
      answers.open();
      return () => {
        for (const stop of stops) stop();
        answers.close();
      };
    },
    retry: answers.retry,
    wantItems,
    wantExample,
    decodeGrid(side, onRow) {
      wantedGrid = [side, onRow];
      if (answers.get().status === 'ready') decodeGrid(side, onRow);
    },
    link: () => encodeLink(store.get(), world),
    startOver() {
      store.send({ type: 'restore', link: defaultLink(world) });
    },
  };
}
