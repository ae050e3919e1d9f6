/**
 * The model that was trained on this device and that the other scenes show, in IndexedDB. There is one: it is replaced
 * when another is shown.
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { TrainedDataset } from '../../worker/protocol/train';
import type { ModelFolder } from '../../worker/protocol/own-model';
import type { OwnModel, OwnPlane } from '../../worker/protocol/own-model';

export interface KeptModel {
  readonly format: typeof format;
  /** What it was trained on. */
  readonly data: TrainedDataset;
  /** Whether its decoder is given the class. */
  readonly isConditional: boolean;
  readonly files: ModelFolder;
  readonly plane: OwnPlane;
}

export const format = 1;
const key = 'model';

interface Tables extends DBSchema {
  readonly models: { readonly key: string; readonly value: KeptModel };
}

/** @returns undefined if there is none, or if another version of this page has stored it. */
export async function readOwnModel(): Promise<KeptModel | undefined> {
  return withDatabase(async (database) => {
    const found = await database.get('models', key);
    return found?.format === format ? found : undefined;
  });
}

/** @throws DOMException `QuotaExceededError` without room, or another where the browser stores nothing. */
export async function keepOwnModel(kept: Omit<KeptModel, 'format'>): Promise<void> {
  await withDatabase(async (database) => database.put('models', { ...kept, format }, key));
}

/** What the worker opens. */
export function toOwnModel({ files, plane: { components } }: KeptModel): OwnModel {
  return { files, ...(components && { components }) };
}

async function withDatabase<Result>(
  use: (database: IDBPDatabase<Tables>) => Promise<Result>,
): Promise<Result> {
  const database = await openDB<Tables>('speil-own-model', 1, {
    upgrade(created) {
      created.createObjectStore('models');
    },
  });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}
