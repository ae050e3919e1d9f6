/** What the scene's views know of its controller. */
import type { Failure } from '../../worker/page/failure';
import type { CheckpointOffer, Ending, Pattern } from '../../worker/protocol/music';
import type { Undoable } from '../../shared/state/history';
import type { Store } from '../../shared/state/store';
import type { Moment } from './playback-control';
import type { Kind, Reach } from './kinds';
import type { Silence } from './sound/player';
import type { MusicEvent, MusicState, MusicWork } from './state';

/** Two bars that come with the page. */
export interface Example {
  readonly name: string;
  readonly pattern: Pattern;
}

/** The windows of a file that was opened for a corner. */
export interface OpenFile {
  readonly name: string;
  readonly patterns: readonly Pattern[];
}

export interface Answers {
  readonly status: 'waiting' | 'ready' | 'failed';
  /** Why it failed. */
  readonly failure: Failure | undefined;
  /** What the model decodes, row by row from the top; undefined for what has not come yet. */
  readonly rows: readonly (readonly Pattern[] | undefined)[];
  readonly files: readonly (OpenFile | undefined)[];
  /** Bytes of a checkpoint that have come; undefined while none is on its way. */
  readonly fetched: number | undefined;
  /** Why what is played cannot be heard; a new object each time. */
  readonly silence: { readonly why: Silence } | undefined;
  /** Address of the checkpoint that decodes; empty for the shipped one. */
  readonly model: string;
}

export interface MusicController {
  readonly kind: Kind;
  readonly examples: readonly Example[];
  readonly store: Undoable<MusicState, MusicEvent, MusicWork>;
  readonly answers: Store<Answers, Partial<Answers>>;
  readonly moment: Store<Moment, Moment>;
  readonly send: (event: MusicEvent) => void;
  /** @returns a function that stops all. */
  readonly start: () => () => void;
  readonly retry: () => void;
  /** In a gesture: the first one on the pad starts the sound, unless a hand has stopped it. */
  readonly touch: () => void;
  readonly setSound: (on: boolean) => void;
  /** Plays a corner by itself, as it stands there, or what the pad says again. In a gesture. */
  readonly hear: (corner: number | undefined) => void;
  /** A single note of a row, at once. In a gesture. */
  readonly strike: (row: number) => void;
  /** What a cell plays, in its scale; undefined while it has not been decoded. */
  readonly cell: (column: number, row: number) => Pattern | undefined;
  /** What stands in a corner; undefined for a sample that has not been drawn yet. */
  readonly corner: (at: number) => Pattern | undefined;
  readonly reach: () => Reach;
  /** Puts something like what is heard into a corner and goes there. @returns false where nothing lies so near. */
  readonly like: (at: number) => Promise<boolean>;
  readonly readMidi: (at: number, file: File) => Promise<void>;
  readonly saveMidi: () => Promise<void>;
  readonly saveWav: (ending: Ending) => Promise<void>;
  readonly offer: (url: string) => Promise<CheckpointOffer>;
  readonly load: (url: string) => Promise<void>;
  /** The state as a link's fragment. */
  readonly link: () => string;
  /** All as the page opens. */
  readonly startOver: () => void;
}
