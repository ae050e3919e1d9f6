/**
 * Joins the scene's parts: what a person does goes through the reducer; what changed is asked of the networks; what they
 * answer is kept here, apart from the state, because it follows from it. Knows no React.
 */
import type { Atlas, AtlasCodes } from '@speil/api';
import { failureOf } from '../../worker/page/failure';
import type { Failure } from '../../worker/page/failure';
import { openModelClient } from '../../worker/page/image-client';
import type { ModelClient } from '../../worker/page/image-client';
import type { Enlargement, Factor, Network, Reflection, Restoration } from '../../worker/protocol/images';
import { fetchCodes, fetchItems } from '../../shared/atlas/files';
import type { ItemSheet } from '../../shared/atlas/items';
import { keepAddress } from '../../shared/link/keep-address';
import { measureLatency } from '../../shared/browser/latency';
import { askNewest } from '../../shared/state/latest-only';
import { pictureOf } from '../../shared/pad/input-picture';
import { createUndoable } from '../../shared/state/history';
import type { Undoable } from '../../shared/state/history';
import { createStore } from '../../shared/state/store';
import type { Store } from '../../shared/state/store';
import { decodeLink, encodeLink } from './link';
import { defaultLink, history, initialState, reduceDraw } from './state';
import type { DrawEvent, DrawLink, DrawState, DrawWork } from './state';

/** A picture, spoiled and mended. */
export interface Mended extends Restoration {
  readonly picture: Uint8Array;
  readonly network: Network;
}

/** A picture made smaller and large again. */
export interface Enlarged extends Enlargement {
  readonly picture: Uint8Array;
  readonly factor: Factor;
}

/** Where a picture, its spoiled form and what was made of that lie on the plane. */
export interface Landings {
  readonly drawn: Reflection;
  readonly spoiled: Reflection;
  readonly restored: Reflection;
}

export interface Answers {
  readonly status: 'waiting' | 'ready' | 'failed';
  /** Why it failed. */
  readonly failure: Failure | undefined;
  readonly mended: Mended | undefined;
  readonly enlarged: Enlarged | undefined;
  readonly landings: Landings | undefined;
  readonly codes: AtlasCodes | undefined;
  readonly items: ItemSheet | undefined;
}

/** What is worked out only once it comes into sight. */
export type Part = 'enlarged' | 'landings' | 'items';

export interface DrawController {
  readonly atlas: Atlas;
  readonly store: Undoable<DrawState, DrawEvent, DrawWork>;
  readonly answers: Store<Answers, Partial<Answers>>;
  /** Something by hand that changes the mirror; `since` is when the hand moved, for the latency measure. */
  readonly send: (event: DrawEvent, since?: number) => void;
  /** @returns a function that stops all. */
  readonly start: () => () => void;
  /** Begins anew after a failure. */
  readonly retry: () => void;
  readonly want: (part: Part) => void;
  /** The state as a link's fragment. */
  readonly link: () => string;
  /** All as the page opens. */
  readonly startOver: () => void;
}

const noAnswers: Answers = {
  status: 'waiting',
  failure: undefined,
  mended: undefined,
  enlarged: undefined,
  landings: undefined,
  codes: undefined,
  items: undefined,
};

/** @param opening the item that the page opens with, and its picture, which comes with the page. */
export function createDraw(
  atlas: Atlas,
  opening: { readonly item: number; readonly picture: Uint8Array },
): DrawController {
  const world = { items: atlas.codes.count, opening: opening.item };
  const store = createUndoable(reduceDraw, initialState(world), history);
  const answers = createStore<Answers, Partial<Answers>>(
    (state, change) => ({ ...state, ...change }),
    noAnswers,
  );
  const wanted = new Set<Part>();
  let client: ModelClient | undefined;
  let handMoved: number | undefined;

  /** The whole picture, once it is there. The same subject gives the same picture. */
  let known: { subject: DrawState['subject']; picture: Uint8Array } | undefined;
  function picture(): Uint8Array | undefined {
    const { subject } = store.get();
    if (known?.subject === subject) return known.picture;
    const found = wholeOf(subject);
    known = found && { subject, picture: found };
    return found;
  }

  function wholeOf(subject: DrawState['subject']): Uint8Array | undefined {
    if (subject.kind === 'item') {
      if (subject.index === opening.item) return opening.picture;
      want('items');
    }
    return pictureOf(subject, answers.get().items);
  }

  /** Tells of a failure, unless the scene was closed meanwhile. */
  function failing(asked: ModelClient | undefined): (error: unknown) => void {
    return (error) => {
      if (client !== asked) return;
      answers.send({ status: 'failed', failure: failureOf(error) });
    };
  }

  const askMended = askNewest(() => {
    const whole = picture();
    const asked = client;
    if (whole === undefined || asked === undefined) return undefined;
    const { noise, strength, seed, network } = store.get();
    const since = handMoved;
    handMoved = undefined;
    return asked
      .restore({ picture: whole, noise, strength, seed, network })
      .then((restoration) => {
        const first = answers.get().mended === undefined;
        answers.send({ mended: { ...restoration, picture: whole, network } });
        if (first) measureLatency('speil.first-mended', 0);
        else if (since !== undefined) measureLatency('speil.hand-to-mended', since);
        askLandings();
        if (first) askEnlarged();
      })
      .catch(failing(asked));
  });

  const askEnlarged = askNewest(() => {
    const whole = picture();
    const asked = client;
    const idle = !wanted.has('enlarged') || answers.get().mended === undefined;
    if (idle || whole === undefined || asked === undefined) return undefined;
    const { factor } = store.get();
    return asked
      .enlarge(whole, factor)
      .then((enlargement) => {
        answers.send({ enlarged: { ...enlargement, picture: whole, factor } });
      })
      .catch(failing(asked));
  });

  const askLandings = askNewest(() => {
    const { mended } = answers.get();
    const asked = client;
    if (!wanted.has('landings') || mended === undefined || asked === undefined) return undefined;
    return Promise.all([
      asked.encode(mended.picture),
      asked.encode(mended.spoiled),
      asked.encode(mended.restored),
    ])
      .then(([drawn, spoiled, restored]) => {
        answers.send({ landings: { drawn, spoiled, restored } });
      })
      .catch(failing(asked));
  });

  function open(): void {
    answers.send({ status: 'waiting', failure: undefined });
    client = openModelClient({
      opening: 'restorer',
      onReady() {
        if (answers.get().status === 'waiting') answers.send({ status: 'ready' });
      },
      onFailed(failure) {
        answers.send({ status: 'failed', failure });
      },
    });
    askMended();
    if (answers.get().mended !== undefined) askEnlarged();
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
    if (part === 'landings') askLandings();
  }

  /** Asks the networks for whatever a change of the state made stale. */
  function watchState(): () => void {
    let before = store.get();
    return store.subscribe(() => {
      const [now, was] = [store.get(), before];
      before = now;
      const changed = (...keys: (keyof DrawState)[]): boolean =>
        keys.some((key) => now[key] !== was[key]);
      if (changed('subject', 'noise', 'strength', 'seed', 'network')) askMended();
      if (changed('subject', 'factor')) askEnlarged();
    });
  }

  const linkOf = (fragment: string): DrawLink => decodeLink(fragment, world) ?? defaultLink(world);

  function watchLink(): () => void {
    return keepAddress({
      store,
      encode: (state) => encodeLink(state, world),
      decode: (fragment) => history.keep(linkOf(fragment)),
      put: history.put,
      restore(fragment) {
        store.send({ type: 'restore', link: linkOf(fragment) });
      },
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
    want,
    link: () => encodeLink(store.get(), world),
    startOver() {
      store.send({ type: 'restore', link: defaultLink(world) });
    },
  };
}
