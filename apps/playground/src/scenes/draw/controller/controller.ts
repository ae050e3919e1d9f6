/**
 * Joins the Draw scene's parts. Events go through the reducer. After a change, the controller asks the networks for
 * every answer that is out of date. Answers are not part of the state, because they follow from it. The controller does
 * not depend on React.
 */
import type { Atlas, AtlasLatents } from '@speil/api';
import { fetchLatents, fetchItems } from '../../../shared/atlas/files';
import type { ItemSheet } from '../../../shared/atlas/items';
import { measureLatency } from '../../../shared/browser/latency';
import { keepAddress } from '../../../shared/link/keep-address';
import { inputPixels } from '../../../shared/pad/input-picture';
import type { InputPicture } from '../../../shared/pad/input-picture';
import { createUndoable } from '../../../shared/state/history';
import type { Undoable } from '../../../shared/state/history';
import { createResource } from '../../../shared/state/resource';
import type { Resource, ResourceStatus } from '../../../shared/state/resource';
import { openImageClient } from '../../../worker/page/image-client';
import type { ImageClient } from '../../../worker/page/image-client';
import type {
  ColourPicture,
  ColourResult,
  ColourTask,
  Enlargement,
  Factor,
  Network,
  Reconstruction,
  Restoration,
} from '../../../worker/protocol/images';
import { decodeLink, encodeLink } from './link';
import { defaultLink, history, initialState, reduceDraw } from './state';
import { networks } from '../../../worker/protocol/images';
import type { DrawEvent, DrawState, DrawWork } from './state';

/** A picture, damaged and restored. */
export interface RestoredDigit extends Restoration {
  readonly picture: Uint8Array;
  readonly network: Network;
}

/** A picture, shrunk and enlarged again. */
export interface Enlarged extends Enlargement {
  readonly picture: Uint8Array;
  readonly factor: Factor;
}

/** A colour picture, and what a network makes of it. */
export interface ColourAnswer extends ColourResult {
  readonly picture: ColourPicture;
  readonly task: ColourTask;
}

/** A picture, its damaged form and its restored form, each encoded by the model of the Explore scene. */
export interface EncodedPictures {
  readonly drawn: Reconstruction;
  readonly damaged: Reconstruction;
  readonly restored: Reconstruction;
}

interface Values {
  readonly restored: RestoredDigit | undefined;
  /** Whether the model that was trained on this device is open, or that there is none; undefined before it was wanted. */
  readonly own: 'open' | 'missing' | undefined;
  readonly enlarged: Enlarged | undefined;
  readonly encoded: EncodedPictures | undefined;
  readonly colour: ColourAnswer | undefined;
  readonly latents: AtlasLatents | undefined;
  readonly items: ItemSheet | undefined;
}

export type Answers = ResourceStatus & Values;

/** Answers that are computed only once their section comes into view. */
export type Part = 'enlarged' | 'encoded' | 'colour' | 'items';

export interface DrawController {
  readonly atlas: Atlas;
  readonly store: Undoable<DrawState, DrawEvent, DrawWork>;
  readonly answers: Resource<Values>;
  /**
   * Sends an event that changes the restored picture. `since` is the time of the pointer event, for the latency
   * measure.
   */
  readonly send: (event: DrawEvent, since?: number) => void;
  /** @returns a function that stops the scene. */
  readonly start: () => () => void;
  /** Loads the networks again after a failure. */
  readonly retry: () => void;
  readonly want: (part: Part) => void;
  /** @returns the state as a link's fragment. */
  readonly link: () => string;
  /** Restores the default state, as on a page without a link. */
  readonly startOver: () => void;
}

const nothing: Values = {
  restored: undefined,
  own: undefined,
  enlarged: undefined,
  encoded: undefined,
  colour: undefined,
  latents: undefined,
  items: undefined,
};

/** @param opening the item that the page opens with, and its picture, which is part of the page. */
export function createDraw(
  atlas: Atlas,
  opening: { readonly item: number; readonly picture: Uint8Array },
): DrawController {
  const world = { items: atlas.latents.count, opening: opening.item };
  const store = createUndoable(reduceDraw, initialState(world), history);
  const wanted = new Set<Part>();
  let client: ImageClient | undefined;
  let handMoved: number | undefined;

  const answers = createResource(nothing, () => {
    client = openImageClient({
      opening: 'restorer',
      onReady() {
        answers.ready();
      },
      onFailed: answers.fail,
    });
    // Another worker may answer now.
    if (answers.get().own === 'open') answers.send({ own: undefined });
    askMended();
    if (answers.get().restored !== undefined) {
      askEnlarged();
      askColour();
    }
    if (answers.get().latents === undefined) loadLatents();
    return () => {
      client?.close();
      client = undefined;
    };
  });

  /** The pixels of the input, once they are loaded. The same input gives the same array. */
  let known: { subject: InputPicture; picture: Uint8Array } | undefined;
  function subjectPixels(): Uint8Array | undefined {
    const { subject } = store.get();
    if (known?.subject === subject) return known.picture;
    const picture = findPixels(subject);
    known = picture && { subject, picture };
    return picture;
  }

  function findPixels(subject: InputPicture): Uint8Array | undefined {
    if (subject.kind === 'item') {
      if (subject.index === opening.item) return opening.picture;
      want('items');
    }
    return inputPixels(subject, answers.get().items);
  }

  const askMended = answers.latest(() => {
    const picture = subjectPixels();
    if (picture === undefined || client === undefined) return undefined;
    const { noise, strength, seed, network } = store.get();
    if (network === 'own' && answers.get().own !== 'open') return openOwn(client);
    const since = handMoved;
    handMoved = undefined;
    return client.restore({ picture, noise, strength, seed, network }).then((restoration) => {
      const isFirst = answers.get().restored === undefined;
      answers.send({ restored: { ...restoration, picture, network } });
      if (isFirst) measureLatency('speil.first-mended', 0);
      else if (since !== undefined) measureLatency('speil.hand-to-mended', since);
      askEncoded();
      if (isFirst) {
        askEnlarged();
        askColour();
      }
    });
  });

  /** Opens the model of this device. If there is none, the digits' denoiser is shown in its place. */
  async function openOwn(current: ImageClient): Promise<void> {
    const { readOwnModel, toOwnModel } = await import('../../../shared/own-model/own-model');
    const kept = await readOwnModel().catch(() => undefined);
    // A conditional model would have to be told the class of the picture.
    if (kept === undefined || kept.isConditional) {
      answers.send({ own: 'missing' });
      store.send({ type: 'network', network: networks[0] });
      return;
    }
    await current.openOwn(toOwnModel(kept));
    answers.send({ own: 'open' });
    askMended();
  }

  const askEnlarged = answers.latest(() => {
    const picture = subjectPixels();
    const isIdle = !wanted.has('enlarged') || answers.get().restored === undefined;
    if (isIdle || picture === undefined || client === undefined) return undefined;
    const { factor } = store.get();
    return client.enlarge(picture, factor).then((enlargement) => {
      answers.send({ enlarged: { ...enlargement, picture, factor } });
    });
  });

  const askEncoded = answers.latest(() => {
    const { restored } = answers.get();
    if (!wanted.has('encoded') || restored === undefined || client === undefined) return undefined;
    return Promise.all([
      client.encode(restored.picture),
      client.encode(restored.damaged),
      client.encode(restored.restored),
    ]).then(([drawn, damaged, restored]) => {
      answers.send({ encoded: { drawn, damaged, restored } });
    });
  });

  const askColour = answers.latest(() => {
    const isIdle = !wanted.has('colour') || answers.get().restored === undefined;
    if (isIdle || client === undefined) return undefined;
    const { colour: picture, task } = store.get();
    return client.askColour(picture, task).then((result) => {
      answers.send({ colour: { ...result, picture, task } });
    });
  });

  function loadLatents(): void {
    fetchLatents(atlas).then((latents) => {
      answers.send({ latents });
    }, answers.fail);
  }

  function loadItems(): void {
    fetchItems(atlas).then(
      (items) => {
        answers.send({ items });
        if (store.get().subject.kind !== 'item') return;
        askMended();
        askEnlarged();
      },
      () => wanted.delete('items'),
    );
  }

  function want(part: Part): void {
    if (wanted.has(part)) return;
    wanted.add(part);
    if (part === 'items') loadItems();
    if (part === 'enlarged') askEnlarged();
    if (part === 'encoded') askEncoded();
    if (part === 'colour') askColour();
  }

  /** After each change of the state, asks the networks for every answer that is out of date. */
  function watchState(): () => void {
    let before = store.get();
    return store.subscribe(() => {
      const [now, was] = [store.get(), before];
      before = now;
      const changed = (...keys: (keyof DrawState)[]): boolean =>
        keys.some((key) => now[key] !== was[key]);
      if (changed('subject', 'noise', 'strength', 'seed', 'network')) askMended();
      if (changed('subject', 'factor')) askEnlarged();
      if (changed('colour', 'task')) askColour();
    });
  }

  function watchLink(): () => void {
    return keepAddress({
      store,
      history,
      encode: (state) => encodeLink(state, world),
      decode: (fragment) => decodeLink(fragment, world),
      defaults: defaultLink(world),
    });
  }

  return {
    atlas,
    store,
    answers,
    send(event, since) {
      handMoved = since;
      store.send(event);
    },
    start() {
      const stops = [watchLink(), watchState()];
      answers.open();
      return () => {
        for (const stop of stops) stop();
        answers.close();
      };
    },
    retry: answers.retry,
    want,
    link: () => encodeLink(store.get(), world),
    startOver() {
      store.send({ type: 'restore', link: defaultLink(world) });
    },
  };
}
