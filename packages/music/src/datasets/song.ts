/** Types of songs and datasets of songs. A dataset is split by songs, so all windows of a song are in the same part. */
import type { SkippedItem } from '@speil/api';
import type { DrumClass } from '../sequences/drums.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import type { Omission } from '../notes/shared/omissions.js';

/** A piece of a collection. */
export interface Song {
  /** Unique in its dataset. */
  readonly id: string;
  /** Its notes. */
  readonly sequence: NoteSequence;
  /** Style, such as `funk/groove1`, if the dataset gives one. */
  readonly style?: string;
}

/** The songs of one part of a collection. */
export interface NotesDataset {
  /** Name and split, such as `groove/train`. */
  readonly id: string;
  /** Always in the same order. */
  readonly songs: readonly Song[];
  /** Files that could not be read, with reasons. Most collections of MIDI files contain such files. */
  readonly skipped: readonly SkippedItem[];
  /** What was skipped inside the files that could be read. Default: nothing. */
  readonly omitted?: readonly Omission[];
  /** Drum classes of the recorded kit, if it is not General MIDI's. */
  readonly kit?: readonly DrumClass[];
  /** sha256 of the source, in hex. */
  readonly fingerprint: string;
}
