/**
 * Joins the scene's parts: what a person does goes through the reducer; what changed is asked of the models that are
 * there; what they answer is kept here, apart from the state, because it follows from it. Knows no React.
 */
import type { Atlas, AtlasCodes, CodesAtlas } from '@speil/api';
import { failureOf } from '../../worker/page/failure';
import type { Failure } from '../../worker/page/failure';
import { openModelClient } from '../../worker/page/image-client';
import type { ModelClient } from '../../worker/page/image-client';
import { planes } from '../../worker/protocol/images';
import type { Plane, Reflection } from '../../worker/protocol/images';
import { fetchCodes, fetchItems } from '../../shared/atlas/files';
import type { Point } from '../../shared/geometry/geometry';
import type { ItemSheet } from '../../shared/atlas/items';
import { keepAddress } from '../../shared/link/keep-address';
import { measureLatency } from '../../shared/browser/latency';
import { neighbourhood } from '../../shared/atlas/nearest';
import type { Neighbourhood } from '../../shared/atlas/nearest';
import { askNewest } from '../../shared/state/latest-only';
import { pictureOf } from '../../shared/pad/input-picture';
import { createUndoable } from '../../shared/state/history';
import type { Undoable } from '../../shared/state/history';
import { createStore } from '../../shared/state/store';
import type { Store } from '../../shared/state/store';
import { decodeLink, encodeLink } from './link';
import { defaultLink, history, initialState, reduceCompare, toldOf } from './state';
import type { CompareEvent, CompareLink, CompareState, CompareWork } from './state';

/** What a plane's model has said so far. */
export interface PlaneAnswers {
  readonly status: 'waiting' | 'ready' | 'failed';
  /** Why it failed. */
  readonly failure: Failure | undefined;
  readonly codes: AtlasCodes | undefined;
  /** The digit decoded at the cursor. */
  readonly seen: Uint8Array | undefined;
  /** Of what is held up. */
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
  readonly store: Undoable<CompareState, CompareEvent, CompareWork>;
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
  /** All as the page opens. */
  readonly startOver: () => void;
}

const nothing: PlaneAnswers = {
  status: 'waiting',
  failure: undefined,
  codes: undefined,
  seen: undefined,
  landing: undefined,
};

export function createCompare(atlas: Atlas, windows: Windows): Compare {
  const world = { items: atlas.codes.count, classes: atlas.classNames.length };
  const store = createUndoable(reduceCompare, initialState(world), history);
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
    const { cursor, held, aside } = store.get();
    if (held.kind === 'none' || aside || landing === undefined) return pointOf(plane, cursor);
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

  function told(): number {
    const { codes, landing } = answers.get().planes.vae;
    // Nobody has said what a drawing is: it is told what lies where the VAE puts it.
    const guess = (): number | undefined => {
      if (codes === undefined || landing === undefined) return undefined;
      const [x, y] = landing.mean;
      return neighbourhood(codes, { x, y }).first;
    };
    const state = store.get();
    return toldOf(state, codes?.labels, state.held.kind === 'item' ? undefined : guess());
  }

  function look(names: readonly Plane[], byHand: boolean): void {
    client?.look(
      names.map((plane) => ({ plane, ...placeOf(plane), told: told() })),
      byHand,
    );
  }

  /** Has the held-up digit placed and drawn by every model that is there. */
  const askLandings = askNewest(() => {
    const { held } = store.get();
    const asked = client;
    if (held.kind === 'item') wantItems();
    const picture = pictureOf(held, answers.get().items);
    if (picture === undefined || asked === undefined) return undefined;
    const place = async (): Promise<void> => {
      // One after the other: what the last one is told may follow from where another has put it.
      for (const plane of ready()) {
        const landing = await asked.encode(picture, plane, told()).catch(() => undefined);
        if (landing !== undefined && store.get().held === held) tell(plane, { landing });
      }
    };
    return place();
  });

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
    tell(plane, { status: 'waiting', failure: undefined });
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
      tell(plane, { status: 'failed', failure: failureOf(error) });
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
      if (now.held !== was.held) for (const plane of planes) tell(plane, { landing: undefined });
      if (now.cursor !== was.cursor || now.glance !== was.glance) look(ready(), true);
      else if (now.aside !== was.aside || now.held !== was.held) look(ready(), false);
      else if (now.told !== was.told && ready().includes('told')) look(['told'], false);
      if (now.held !== was.held || now.told !== was.told) askLandings();
    });
  }

  const linkOf = (fragment: string): CompareLink => decodeLink(fragment, world) ?? defaultLink;

  function watchLink(): () => void {
    return keepAddress({
      store,
      encode: encodeLink,
      decode: (fragment) => history.keep(linkOf(fragment)),
      put: history.put,
      restore(fragment) {
        store.send({ type: 'restore', link: linkOf(fragment) });
      },
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
    startOver() {
      store.send({ type: 'restore', link: defaultLink });
    },
  };
}
