/** Songs of a dataset. The split is by song: windows of one song never lie on both sides. */
import type { SkippedItem } from '@speil/api';
import type { DrumClass } from '../sequences/drums.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import type { Omission } from '../notes/shared/omissions.js';

export interface Song {
  /** Unique in its dataset. */
  readonly id: string;
  readonly sequence: NoteSequence;
  /** Such as `funk/groove1`, where the dataset says. */
  readonly style?: string;
}

export interface NotesDataset {
  /** Name and split, such as `groove/train`. */
  readonly id: string;
  /** In an order that stays. */
  readonly songs: readonly Song[];
  /** Files that could not be read, and why; a collection of MIDI files is seldom without. */
  readonly skipped: readonly SkippedItem[];
  /** What was skipped inside of files that were read. Default nothing. */
  readonly omitted?: readonly Omission[];
  /** Drums of the kit that was played, where it is not General MIDI's. */
  readonly kit?: readonly DrumClass[];
  /** sha256 of the source, in hex. */
  readonly fingerprint: string;
}
