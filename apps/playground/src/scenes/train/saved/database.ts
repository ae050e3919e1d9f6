/**
 * Trainings on the visitor's device, in IndexedDB. Each is stored in two places in one transaction: a summary for lists,
 * and all that resumes it.
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { TrainingState } from '@speil/api';
import type { Moment } from '../../../worker/protocol/train';
import type { ModelFolder } from '../../../worker/protocol/own-model';

/** What a list shows of a training. */
export interface SavedSummary {
  readonly name: string;
  /** When it was saved, in milliseconds since 1970. */
  readonly time: number;
  /** Its settings, as a link's fragment. */
  readonly link: string;
  readonly step: number;
}

/** All that shows and resumes a training. */
export interface SavedTraining {
  readonly format: typeof format;
  readonly summary: SavedSummary;
  readonly files: ModelFolder;
  readonly training: TrainingState;
  /** Moments up to the step of the summary. */
  readonly moments: readonly Moment[];
  /** The own pictures that it learns from, one after the other. */
  readonly own?: Uint8Array;
}

export const format = 1;

interface Tables extends DBSchema {
  readonly summaries: { readonly key: string; readonly value: SavedSummary };
  readonly trainings: { readonly key: string; readonly value: SavedTraining };
}

/** The name of the training that the page keeps by itself. No person can give it. */
export const leftName = '';

export interface Database {
  readonly list: () => Promise<readonly SavedSummary[]>;
  /** @returns undefined if there is none, or if another version of this page has saved it. */
  readonly read: (name: string) => Promise<SavedTraining | undefined>;
  /** Saves in place of the training of the same name. @throws DOMException `QuotaExceededError` without room. */
  readonly write: (training: SavedTraining) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  readonly close: () => void;
}

/** @throws DOMException where the browser stores nothing. */
export async function openDatabase(): Promise<Database> {
  const database: IDBPDatabase<Tables> = await openDB<Tables>('speil-train', 1, {
    upgrade(created) {
      created.createObjectStore('summaries');
      created.createObjectStore('trainings');
    },
    // A newer version of the page in another tab waits for this one to close.
    blocking() {
      database.close();
    },
  });
  const inBoth = () => {
    const change = database.transaction(['summaries', 'trainings'], 'readwrite');
    return {
      summaries: change.objectStore('summaries'),
      trainings: change.objectStore('trainings'),
      done: change.done,
    };
  };
  return {
    list: () => database.getAll('summaries'),
    async read(name) {
      const found = await database.get('trainings', name);
      return found?.format === format ? found : undefined;
    },
    async write(training) {
      const { name } = training.summary;
      const { summaries, trainings, done } = inBoth();
      await Promise.all([
        summaries.put(training.summary, name),
        trainings.put(training, name),
        done,
      ]);
    },
    async remove(name) {
      const { summaries, trainings, done } = inBoth();
      await Promise.all([summaries.delete(name), trainings.delete(name), done]);
    },
    close() {
      database.close();
    },
  };
}
