/**
 * Joins the scene's parts: what a person does goes through the reducer; what changed is asked of the models that are
 * there; what they answer is kept here, apart from the state, because it follows from it. Knows no React.
 */
import type { Atlas, AtlasCodes, CodesAtlas } from '@speil/api';
import { openModelClient } from '../../model/client';
import type { ModelClient } from '../../model/client';
import { planes } from '../../model/protocol';
import type { Plane, Reflection } from '../../model/protocol';
import { fetchCodes, fetchItems } from '../../scene/atlas-files';
import type { Point } from '../../scene/geometry';
import type { ItemSheet } from '../../scene/items';
import { keepAddress } from '../../scene/keep-address';
import { measureLatency } from '../../scene/latency';
import { neighbourhood } from '../../scene/nearest';
import type { Neighbourhood } from '../../scene/nearest';
import { askNewest } from '../../scene/newest';
import { createStore } from '../../scene/store';
import type { Store } from '../../scene/store';
import { decodeLink, encodeLink } from './link';
import { initialState, reduceCompare, toldOf } from './state';
import type { CompareEvent, CompareState } from './state';

/** What a plane's model has said so far. */
export interface PlaneAnswers {
  readonly status: 'waiting' | 'ready' | 'failed';
  /** Why it failed. */
  readonly reason: string;
  readonly codes: AtlasCodes | undefined;
  /** The digit decoded at the cursor. */
  readonly seen: Uint8Array | undefined;
  /** Of the digit that is held up. */
  readonly landing: Reflection | undefined;
}

export interface Answers {
  readonly planes: Readonly<Record<Plane, PlaneAnswers>>;
  readonly items: ItemSheet | undefined;
}

export type Windows = Readonly<Record<Plane, Pick<CodesAtlas, 'codes' | 'centre' | 'extent'>>>;

export interface Compare {
  /** Of the plane whose items are held up. */
  readonly atlas: Atlas;
  readonly windows: Windows;
  readonly store: Store<CompareState, CompareEvent>;
  readonly answers: Store<Answers, Partial<Answers>>;
  /** The class that the conditional model is told. */
  readonly told: () => number;
  /** Where a plane's cursor stands, in its own numbers. */
  readonly cursorOf: (plane: Plane) => Point;
  /** The place that a plane shows, in its own numbers: where a mouse looks, else the cursor. */
  readonly placeOf: (plane: Plane) => Point;
  /** What lies around that place, once its codes are there; worked out once a place. */
  readonly near: (plane: Plane) => Neighbourhood | undefined;
  /** @returns a function that stops all. */
  readonly start: () => () => void;
  /** Loads anew what failed. */
  readonly retry: () => void;
  /** Loads the items' pictures, once. */
  readonly wantItems: () => void;
  /** The state as a link's fragment. */
  readonly link: () => string;
}

const nothing: PlaneAnswers = {
  status: 'waiting',
  reason: '',
  codes: undefined,
  seen: undefined,
  landing: undefined,
};

export function createCompare(atlas: Atlas, windows: Windows): Compare {
  const world = { items: atlas.codes.count, classes: atlas.classNames.length };
  const store = createStore(reduceCompare, initialState(world));
  const answers = createStore<Answers, Partial<Answers>>(
    (state, change) => ({ ...state, ...change }),
    {
      planes: Object.fromEntries(planes.map((plane) => [plane, nothing])) as Answers['planes'],
      items: undefined,
    },
  );
  let client: ModelClient | undefined;
  let itemsRequested = false;

  function tell(plane: Plane, change: Partial<PlaneAnswers>): void {
    const { planes: before } = answers.get();
    answers.send({ planes: { ...before, [plane]: { ...before[plane], ...change } } });
  }

  /** A share of what a plane shows, in its own numbers. */
  function pointOf(plane: Plane, { x, y }: Point): Point {
    const { centre, extent } = windows[plane];
    return { x: centre[0] + x * extent, y: centre[1] + y * extent };
  }

  function cursorOf(plane: Plane): Point {
    const { landing } = answers.get().planes[plane];
    const { cursor, item } = store.get();
    if (item === undefined || landing === undefined) return pointOf(plane, cursor);
    const [x, y] = landing.mean;
    return { x, y };
  }

  function placeOf(plane: Plane): Point {
    const { glance } = store.get();
    return glance === undefined ? cursorOf(plane) : pointOf(plane, glance);
  }

  const around = new Map<Plane, { codes: AtlasCodes; at: Point; value: Neighbourhood }>();

  function near(plane: Plane): Neighbourhood | undefined {
    const { codes } = answers.get().planes[plane];
    if (codes === undefined) return undefined;
    const at = placeOf(plane);
    const known = around.get(plane);
    if (known?.codes === codes && known.at.x === at.x && known.at.y === at.y) return known.value;
    const value = neighbourhood(codes, at);
    around.set(plane, { codes, at, value });
    return value;
  }

  const ready = (): readonly Plane[] =>
    planes.filter((plane) => answers.get().planes[plane].status === 'ready');

  const told = (): number => toldOf(store.get(), answers.get().planes.vae.codes?.labels);

  function look(names: readonly Plane[], byHand: boolean): void {
    client?.look(
      names.map((plane) => ({ plane, ...placeOf(plane), told: told() })),
      byHand,
    );
  }

  /** Has the held-up digit placed and drawn by every model that is there. */
  const askLandings = askNewest(() => {
    const { item } = store.get();
    const asked = client;
    const picture = item === undefined ? undefined : pictureOf(item);
    if (picture === undefined || asked === undefined) return undefined;
    const placing = ready().map(async (plane) => {
      const landing = await asked.encode(picture, plane, told());
      if (store.get().item === item) tell(plane, { landing });
    });
    return Promise.allSettled(placing).then(() => undefined);
  });

  function pictureOf(item: number): Uint8Array | undefined {
    wantItems();
    return answers.get().items?.pictureOf(item);
  }

  function wantItems(): void {
    if (itemsRequested) return;
    itemsRequested = true;
    fetchItems(atlas).then(
      (items) => {
        answers.send({ items });
        askLandings();
      },
      () => {
        itemsRequested = false;
      },
    );
  }

  async function open(plane: Plane): Promise<void> {
    const asked = client;
    tell(plane, { status: 'waiting', reason: '' });
    try {
      const known = answers.get().planes[plane].codes;
      const codes = known ?? fetchCodes(windows[plane], plane);
      await asked?.openPlane(plane);
      tell(plane, { status: 'ready', codes: await codes });
      look(ready(), false);
      askLandings();
    } catch (error) {
      // A scene that was closed meanwhile tells nobody.
      if (client !== asked) return;
      tell(plane, { status: 'failed', reason: error instanceof Error ? error.message : '' });
    }
  }

  /** One after the other: the first digits are there before the last model is. */
  async function openAll(names: readonly Plane[]): Promise<void> {
    for (const plane of names) await open(plane);
  }

  function openClient(): void {
    client = openModelClient({
      opening: planes[0],
      onReady: () => undefined,
      onSeen(_, seen, plane) {
        const first = planes.every((name) => answers.get().planes[name].seen === undefined);
        if (first) measureLatency('speil.first-compared', 0);
        tell(plane, { seen });
      },
      // Each plane tells of its own failure.
      onFailed: () => undefined,
    });
  }

  /** Asks the models for whatever a change of the state made stale. */
  function watchState(): () => void {
    let before = store.get();
    return store.subscribe(() => {
      const [now, was] = [store.get(), before];
      before = now;
      if (now.item !== was.item) for (const plane of planes) tell(plane, { landing: undefined });
      if (now.cursor !== was.cursor || now.glance !== was.glance) look(ready(), true);
      else if (now.told !== was.told && ready().includes('told')) look(['told'], false);
      if (now.item !== was.item || now.told !== was.told) askLandings();
    });
  }

  function watchLink(): () => void {
    return keepAddress({
      encode: () => encodeLink(store.get()),
      restore(fragment) {
        const link = decodeLink(fragment, world);
        if (link !== undefined) store.send({ type: 'restore', link });
      },
      subscribe: store.subscribe,
    });
  }

  return {
    atlas,
    windows,
    store,
    answers,
    told,
    cursorOf,
    placeOf,
    near,
    start() {
      const stops = [watchState(), watchLink()];
      openClient();
      void openAll(planes);
      return () => {
        for (const stop of stops) stop();
        client?.close();
        client = undefined;
      };
    },
    retry() {
      const failed = planes.filter((plane) => answers.get().planes[plane].status === 'failed');
      // Where none came, the worker itself may be what is missing.
      if (ready().length === 0) {
        client?.close();
        openClient();
      }
      void openAll(failed);
    },
    wantItems,
    link: () => encodeLink(store.get()),
  };
}
