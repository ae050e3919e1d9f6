/** The interface of a music scene's controller, as its components see it. */
import type { CheckpointOffer, Ending, Pattern } from '../../../worker/protocol/music';
import type { Undoable } from '../../../shared/state/history';
import type { Resource, ResourceStatus } from '../../../shared/state/resource';
import type { Store } from '../../../shared/state/store';
import type { Moment } from './playback-control';
import type { Kind, Reach } from '../pattern/kind';
import type { Silence } from '../sound/player';
import type { MusicEvent, MusicState, MusicWork } from '../pattern/state';

/** An example pattern that is part of the page. */
export interface Example {
  readonly name: string;
  readonly pattern: Pattern;
}

/** The patterns of a file that was opened for a corner. */
export interface OpenFile {
  readonly name: string;
  readonly patterns: readonly Pattern[];
}

export interface Values {
  /** The decoded grid, row by row from the top; undefined for a row that has not been decoded yet. */
  readonly rows: readonly (readonly Pattern[] | undefined)[];
  readonly files: readonly (OpenFile | undefined)[];
  /** Bytes of a checkpoint that have been fetched; undefined while none is being fetched. */
  readonly fetched: number | undefined;
  /** Why the sound is not audible; a new object for each report. */
  readonly silence: { readonly why: Silence } | undefined;
  /** Address of the checkpoint in use; empty for the shipped one. */
  readonly model: string;
}

export type Answers = ResourceStatus & Values;

export interface MusicController {
  readonly kind: Kind;
  readonly examples: readonly Example[];
  readonly store: Undoable<MusicState, MusicEvent, MusicWork>;
  readonly answers: Resource<Values>;
  readonly moment: Store<Moment, Moment>;
  readonly send: (event: MusicEvent) => void;
  /** @returns a function that stops the scene. */
  readonly start: () => () => void;
  readonly retry: () => void;
  /**
   * Starts the sound with the first gesture on the pad, unless a person has stopped it. Call it during a user gesture.
   */
  readonly touch: () => void;
  readonly setSound: (on: boolean) => void;
  /** Plays a corner's own pattern instead of the pad; undefined plays the pad again. Call it during a user gesture. */
  readonly playCorner: (corner: number | undefined) => void;
  /** Plays a single note at once. Call it during a user gesture. */
  readonly strike: (row: number) => void;
  /** @returns the pattern of a cell, locked to the scale; undefined while it has not been decoded. */
  readonly cell: (column: number, row: number) => Pattern | undefined;
  /** @returns the pattern of a corner; undefined for a sample that has not been decoded yet. */
  readonly corner: (at: number) => Pattern | undefined;
  readonly reach: () => Reach;
  /**
   * Puts a pattern similar to the playing one into a corner, and moves the puck there. @returns false if no other
   * pattern is similar enough.
   */
  readonly putSimilar: (at: number) => Promise<boolean>;
  readonly readMidi: (at: number, file: File) => Promise<void>;
  readonly saveMidi: () => Promise<void>;
  readonly saveWav: (ending: Ending) => Promise<void>;
  readonly offer: (url: string) => Promise<CheckpointOffer>;
  readonly load: (url: string) => Promise<void>;
  /** @returns the state as a link's fragment. */
  readonly link: () => string;
  /** Restores the default state, as on a page without a link. */
  readonly startOver: () => void;
}
