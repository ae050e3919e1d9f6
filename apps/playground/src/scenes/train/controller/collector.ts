/**
 * Reads files as own pictures, one after the other, so that the page stays responsive. Files that are added meanwhile
 * wait for their turn. All pictures of one turn are added at once. It does not depend on React.
 */
import type { Refusal } from '../../../shared/pad/picture-file';
import { createStore } from '../../../shared/state/store';
import type { Store } from '../../../shared/state/store';
import type { OwnPictures } from './state';
import type { ListedFile, ListFiles } from './files';

/** What came of the files of one turn. */
export interface Report {
  /** Number of pictures that were added. */
  readonly added: number;
  /** Number of files that are no pictures. */
  readonly skipped: number;
  /** The first of these, and why. */
  readonly first: { readonly name: string; readonly why: Refusal } | undefined;
  /** Number of files that there was no room for; they were not read. */
  readonly left: number;
}

export interface Collecting {
  /** Where the reading is; undefined while nothing is read. The number of files is 0 until they have been listed. */
  readonly reading: { readonly done: number; readonly of: number } | undefined;
  readonly report: Report | undefined;
}

export interface Collector extends Pick<Store<Collecting, never>, 'get' | 'subscribe'> {
  readonly collect: (list: ListFiles) => void;
  /** Reads no more files; what has been read is added. */
  readonly stop: () => void;
  /** Forgets the last report. */
  readonly clear: () => void;
}

interface CollectorOptions {
  readonly read: (file: Blob) => Promise<Uint8Array | Refusal>;
  /** @returns how many pictures there is room for. */
  readonly room: () => number;
  readonly add: (pictures: OwnPictures) => void;
  /** @returns milliseconds. */
  readonly now: () => number;
  /** Lets the page do other work. */
  readonly pause: () => Promise<unknown>;
}

/** Milliseconds between two pauses, at which the progress is shown. Most readers pause by themselves. */
const interval = 40;

export function createCollector({ read, room, add, now, pause }: CollectorOptions): Collector {
  const store = createStore<Collecting, Partial<Collecting>>(
    (state, change) => ({ ...state, ...change }),
    { reading: undefined, report: undefined },
  );
  let turns: Promise<unknown> = Promise.resolve();
  /** Counts stops: a turn that began before one has been stopped. */
  let stops = 0;

  async function take(list: ListFiles, isStopped: () => boolean): Promise<void> {
    store.send({ reading: { done: 0, of: 0 }, report: undefined });
    const files = await list(isStopped);
    const pictures: Uint8Array[] = [];
    const refused: Report['first'][] = [];
    let left = 0;
    let paused = -Infinity;
    for (const [done, file] of files.entries()) {
      if (isStopped()) break;
      if (pictures.length >= room()) {
        left = files.length - done;
        break;
      }
      if (now() - paused >= interval) {
        store.send({ reading: { done, of: files.length } });
        await pause();
        paused = now();
      }
      const picture = await readFile(file);
      if (typeof picture === 'string') refused.push({ name: file.name, why: picture });
      else pictures.push(picture);
    }
    if (pictures.length > 0) add(pictures);
    const report = { added: pictures.length, skipped: refused.length, first: refused[0], left };
    store.send({ reading: undefined, report: files.length > 0 ? report : undefined });
  }

  /** A file that has vanished or may not be read is as good as broken. */
  const readFile = async (file: ListedFile): Promise<Uint8Array | Refusal> => {
    try {
      return await read(await file.open());
    } catch {
      return 'broken';
    }
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    collect(list) {
      const begun = stops;
      turns = turns.then(() => take(list, () => stops !== begun));
    },
    stop() {
      stops += 1;
    },
    clear() {
      store.send({ report: undefined });
    },
  };
}
