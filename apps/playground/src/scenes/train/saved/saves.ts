/**
 * The trainings that are saved on this device: the one that the page keeps by itself, so that a reload loses little, and
 * those that a person named.
 */
import { createStore } from '../../../shared/state/store';
import type { Store } from '../../../shared/state/store';
import { leftName, openDatabase } from './database';
import type { Database, SavedSummary, SavedTraining } from './database';

export interface SavesState {
  /** `unavailable`: this browser stores nothing. */
  readonly status: 'opening' | 'ready' | 'unavailable';
  /** The newest first. */
  readonly named: readonly SavedSummary[];
  /** The training that was left when the page was closed, until another takes its place. */
  readonly left: SavedSummary | undefined;
}

export interface Saves extends Store<SavesState, Partial<SavesState>> {
  /** Reads what is saved. */
  readonly open: () => void;
  /** Saves under a name; if it is taken, under the name with a number. @returns the name. */
  readonly saveAs: (name: string) => Promise<string>;
  /** Keeps the training that runs, in place of the one that was left. */
  readonly keep: () => Promise<void>;
  /** @returns undefined if it is gone, or cannot be read any more. */
  readonly read: (name: string) => Promise<SavedTraining | undefined>;
  readonly remove: (name: string) => Promise<void>;
  readonly close: () => void;
}

/** A training as it is now; undefined before there is one. */
export type Take = (name: string) => Promise<SavedTraining | undefined>;

export function createSaves(take: Take): Saves {
  const store = createStore<SavesState, Partial<SavesState>>(
    (state, change) => ({ ...state, ...change }),
    { status: 'opening', named: [], left: undefined },
  );
  let opening: Promise<Database> | undefined;
  const database = (): Promise<Database> => (opening ??= openDatabase());

  async function refresh(): Promise<void> {
    const all = await (await database()).list();
    const named = all.filter(({ name }) => name !== leftName);
    store.send({ named: named.sort((a, b) => b.time - a.time) });
  }

  async function save(name: string): Promise<void> {
    const training = await take(name);
    if (training !== undefined) await (await database()).write(training);
  }

  return {
    ...store,
    open() {
      database()
        .then(async (opened) => {
          const left = (await opened.read(leftName))?.summary;
          await refresh();
          store.send({ status: 'ready', left });
        })
        .catch(() => {
          store.send({ status: 'unavailable' });
        });
    },
    async saveAs(wanted) {
      const name = freeName(
        wanted,
        store.get().named.map((one) => one.name),
      );
      // The browser may otherwise clear what a person meant to keep. It is free to refuse.
      await navigator.storage.persist().catch(() => false);
      await save(name);
      await refresh();
      return name;
    },
    async keep() {
      store.send({ left: undefined });
      await save(leftName);
    },
    read: async (name) => (await database()).read(name),
    async remove(name) {
      if (name === leftName) store.send({ left: undefined });
      await (await database()).remove(name);
      await refresh();
    },
    close() {
      opening?.then(
        ({ close }) => {
          close();
        },
        () => undefined,
      );
      opening = undefined;
    },
  };
}

/** @returns the name, with a number if it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let i = 2; taken.includes(free); i++) free = `${name} (${i})`;
  return free;
}
