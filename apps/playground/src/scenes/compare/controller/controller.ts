/**
 * Joins the Compare scene's parts. Events go through the reducer. After a change, the controller asks the open models
 * for every answer that is out of date. Answers are not part of the state, because they follow from it. The controller
 * does not depend on React.
 */
import type { Atlas, AtlasLatents, AtlasWindow, LatentAtlas } from '@speil/api';
import { fetchLatents, fetchItems } from '../../../shared/atlas/files';
import type { ItemSheet } from '../../../shared/atlas/items';
import { neighbourhood } from '../../../shared/atlas/nearest';
import type { Neighbourhood } from '../../../shared/atlas/nearest';
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
import { planes as sitePlanes } from '../../../worker/protocol/images';
import type { Plane, Reconstruction, SitePlane } from '../../../worker/protocol/images';
import { toOwnModel } from '../../../shared/own-model/own-model';
import type { KeptModel } from '../../../shared/own-model/own-model';
import { decodeLink, encodeLink } from './link';
import { defaultLink, history, initialState, reduceCompare, resolveCondition } from './state';
import type { CompareEvent, CompareState, CompareWork } from './state';

/** What a plane's model has answered so far. */
interface PlaneValues {
  readonly latents: AtlasLatents | undefined;
  /** The picture decoded at the cursor. */
  readonly decoded: Uint8Array | undefined;
  /** The reconstruction of the input picture. */
  readonly reconstruction: Reconstruction | undefined;
}

export type PlaneAnswers = ResourceStatus & PlaneValues;

interface Answers {
  readonly items: ItemSheet | undefined;
}

export type Windows = Readonly<
  Record<SitePlane, Pick<LatentAtlas, 'latents' | 'centre' | 'extent'>>
>;

export interface CompareController {
  /** The atlas of the plane whose items can be chosen as the input. */
  readonly atlas: Atlas;
  /** The planes that are shown, in their order. */
  readonly names: readonly Plane[];
  /** The model of this device, if it is shown. */
  readonly own: KeptModel | undefined;
  /** The part of a plane that is shown. */
  readonly windowOf: (plane: Plane) => AtlasWindow;
  /** Whether a plane's decoder is given the class. */
  readonly isConditional: (plane: Plane) => boolean;
  readonly store: Undoable<CompareState, CompareEvent, CompareWork>;
  readonly answers: Resource<Answers>;
  readonly planes: Readonly<Record<Plane, Resource<PlaneValues>>>;
  /** The class that the conditional model decodes. */
  readonly condition: () => number;
  /** The cursor on a plane, in latent units. */
  readonly cursorOf: (plane: Plane) => Point;
  /** The point that a plane shows, in latent units: the hovered point if there is one, else the cursor. */
  readonly shownPlace: (plane: Plane) => Point;
  /** The neighbours of `shownPlace`, once the latents are loaded. They are computed once for each point. */
  readonly near: (plane: Plane) => Neighbourhood | undefined;
  /** @returns a function that stops the scene. */
  readonly start: () => () => void;
  /** Loads again everything that has failed. */
  readonly retry: () => void;
  /** Loads the items' pictures, once. */
  readonly wantItems: () => void;
  /** @returns the state as a link's fragment. */
  readonly link: () => string;
  /** Restores the default state, as on a page without a link. */
  readonly startOver: () => void;
}

/** @param own the model of this device, if it is to be shown beside the site's. */
export function createCompare(
  atlas: Atlas,
  windows: Windows,
  own: KeptModel | undefined,
): CompareController {
  const names: readonly Plane[] = own === undefined ? sitePlanes : ['own', ...sitePlanes];
  const windowOf = (plane: Plane): AtlasWindow =>
    plane === 'own' ? own!.plane.window : windows[plane];
  const isConditional = (plane: Plane): boolean =>
    plane === 'own' ? own!.isConditional : plane === 'cvae';
  const world = { items: atlas.latents.count, classes: atlas.classNames.length };
  const store = createUndoable(reduceCompare, initialState(world), history);
  let client: ImageClient | undefined;
  let itemsRequested = false;

  const answers = createResource<Answers>({ items: undefined }, () => {
    client = openImageClient({
      opening: sitePlanes[0],
      onDecoded(_, decoded, plane) {
        const isFirst = names.every((name) => planes[name].get().decoded === undefined);
        if (isFirst) measureLatency('speil.first-compared', 0);
        planes[plane].send({ decoded });
      },
      // Each plane reports its own failure.
      onFailed: () => undefined,
    });
    return () => {
      client?.close();
      client = undefined;
    };
  });

  const planes = Object.fromEntries(
    [...sitePlanes, 'own' as const].map((plane) => {
      const nothing = { latents: undefined, decoded: undefined, reconstruction: undefined };
      return [plane, createResource<PlaneValues>(nothing, () => undefined)];
    }),
  ) as unknown as CompareController['planes'];

  /** Converts a point from shares of the visible plane, -1 to 1 from its centre, to latent units. */
  function toLatent(plane: Plane, { x, y }: Point): Point {
    const { centre, extent } = windowOf(plane);
    return { x: centre[0] + x * extent, y: centre[1] + y * extent };
  }

  function cursorOf(plane: Plane): Point {
    const { reconstruction } = planes[plane].get();
    const { cursor, input, aside } = store.get();
    if (input.kind === 'none' || aside || reconstruction === undefined) {
      return toLatent(plane, cursor);
    }
    const [x, y] = reconstruction.mean;
    return { x, y };
  }

  function shownPlace(plane: Plane): Point {
    const { hover } = store.get();
    return hover === undefined ? cursorOf(plane) : toLatent(plane, hover);
  }

  const around = new Map<Plane, { latents: AtlasLatents; at: Point; value: Neighbourhood }>();

  function near(plane: Plane): Neighbourhood | undefined {
    const { latents } = planes[plane].get();
    if (latents === undefined) return undefined;
    const at = shownPlace(plane);
    const known = around.get(plane);
    if (known?.latents === latents && known.at.x === at.x && known.at.y === at.y)
      return known.value;
    const value = neighbourhood(latents, at);
    around.set(plane, { latents, at, value });
    return value;
  }

  const readyPlanes = (): readonly Plane[] =>
    names.filter((plane) => planes[plane].get().status === 'ready');

  function condition(): number {
    const { latents, reconstruction } = planes.vae.get();
    // A drawing has no label: it gets the class of the digits near the point where the VAE encodes it.
    const guess = (): number | undefined => {
      if (latents === undefined || reconstruction === undefined) return undefined;
      const [x, y] = reconstruction.mean;
      return neighbourhood(latents, { x, y }).first;
    };
    const state = store.get();
    return resolveCondition(
      state,
      latents?.labels,
      state.input.kind === 'item' ? undefined : guess(),
    );
  }

  function decodeShown(names: readonly Plane[], byHand: boolean): void {
    client?.decodeAt(
      names.map((plane) => ({ plane, ...shownPlace(plane), condition: condition() })),
      byHand,
    );
  }

  /** Asks every open model to encode and reconstruct the input picture. */
  const encodeInput = latestOnly(() => {
    const { input } = store.get();
    const current = client;
    if (input.kind === 'item') wantItems();
    const picture = inputPixels(input, answers.get().items);
    if (picture === undefined || current === undefined) return undefined;
    const encodeAll = async (): Promise<void> => {
      // One after the other: the condition of the last model may depend on the result of another one.
      for (const plane of readyPlanes()) {
        const reconstruction = await current
          .encode(picture, plane, condition())
          .catch(() => undefined);
        if (reconstruction !== undefined && store.get().input === input) {
          planes[plane].send({ reconstruction });
        }
      }
    };
    return encodeAll();
  });

  function wantItems(): void {
    if (itemsRequested) return;
    itemsRequested = true;
    fetchItems(atlas).then(
      (items) => {
        answers.send({ items });
        encodeInput();
      },
      () => {
        itemsRequested = false;
      },
    );
  }

  async function latentsOf(plane: Plane): Promise<AtlasLatents> {
    return plane === 'own' ? own!.plane.latents : fetchLatents(windows[plane], plane);
  }

  async function openPlane(plane: Plane): Promise<void> {
    const current = client;
    planes[plane].open();
    try {
      const latents = planes[plane].get().latents ?? latentsOf(plane);
      await (plane === 'own' ? current?.openOwn(toOwnModel(own!)) : current?.openPlane(plane));
      planes[plane].ready({ latents: await latents });
      decodeShown(readyPlanes(), false);
      encodeInput();
    } catch (error) {
      // A scene that has been closed in the meantime reports nothing.
      if (client === current) planes[plane].fail(error);
    }
  }

  /** Opens planes one after the other, so that the first pictures are shown before the last model is loaded. */
  async function openPlanes(names: readonly Plane[]): Promise<void> {
    for (const plane of names) await openPlane(plane);
  }

  /** After each change of the state, asks the models for every answer that is out of date. */
  function watchState(): () => void {
    let before = store.get();
    return store.subscribe(() => {
      const [now, was] = [store.get(), before];
      before = now;
      if (now.input !== was.input) {
        for (const plane of names) planes[plane].send({ reconstruction: undefined });
      }
      if (now.cursor !== was.cursor || now.hover !== was.hover) decodeShown(readyPlanes(), true);
      else if (now.aside !== was.aside || now.input !== was.input) {
        decodeShown(readyPlanes(), false);
      } else if (now.condition !== was.condition) {
        decodeShown(readyPlanes().filter(isConditional), false);
      }
      if (now.input !== was.input || now.condition !== was.condition) encodeInput();
    });
  }

  const encode = (state: CompareState): string =>
    encodeLink(state, own === undefined ? 'site' : 'own');

  function watchLink(): () => void {
    return keepAddress({
      store,
      history,
      encode,
      decode: (fragment) => decodeLink(fragment, world),
      defaults: defaultLink,
    });
  }

  return {
    atlas,
    ...{ names, own, windowOf, isConditional },
    store,
    answers,
    planes,
    condition,
    cursorOf,
    shownPlace,
    near,
    start() {
      const stops = [watchState(), watchLink()];
      answers.open();
      void openPlanes(names);
      return () => {
        for (const stop of stops) stop();
        answers.close();
      };
    },
    retry() {
      const failed = names.filter((plane) => planes[plane].get().status === 'failed');
      // If no plane was opened, the worker itself may be missing.
      if (readyPlanes().length === 0) answers.retry();
      void openPlanes(failed);
    },
    wantItems,
    link: () => encode(store.get()),
    startOver() {
      store.send({ type: 'restore', link: defaultLink });
    },
  };
}
