/**
 * What a scene of music asks of the worker. A pattern is two bars as 32 labels, one for each sixteenth. A label is one
 * of 512 combinations of nine drums, or an event of a melody: 0 for no change, 1 for the end of a note, 2 and above for
 * the start of a note.
 */

export const musicKinds = ['beats', 'melodies'] as const;
export type MusicKind = (typeof musicKinds)[number];

/** Number of steps of a pattern, and of each of its two bars. */
export const patternSteps = 32;
export const barSteps = 16;

/** `patternSteps` labels. */
export type Pattern = readonly number[];

/** Folder of each kind's checkpoint below `/models/`. */
export const musicModels: Readonly<Record<MusicKind, string>> = {
  beats: 'drums-2bar',
  melodies: 'melody-2bar',
};

/** Number of labels. A checkpoint's converter must have the same number. */
export const labelCounts: Readonly<Record<MusicKind, number>> = { beats: 512, melodies: 90 };
/** The range of a melody's pitches. */
export const melodyPitches = { lowest: 21, highest: 108 } as const;

/** The attributes of the sliders. */
export const musicAttributes = {
  beats: ['density', 'syncopation'],
  melodies: ['density', 'range', 'contour'],
} as const;
export type MusicAttribute = (typeof musicAttributes)[MusicKind][number];
export type Amounts = Readonly<Partial<Record<MusicAttribute, number>>>;

/** A corner for the model: a pattern to encode, or a draw from the prior. */
export type CornerSource =
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  | { readonly kind: 'sample'; readonly seed: number };

/** Cells along a side of the grid between the corners. */
export const gridSide = 5;

export interface GridQuestion {
  /** Top left, top right, bottom left, bottom right. */
  readonly corners: readonly CornerSource[];
  /** The temperature; 0 takes the most likely label at each step. */
  readonly temperature: number;
  /** The same seed gives the same draws. */
  readonly seed: number;
  /**
   * How much of each attribute is added. 1 is the difference between two means: of the quarter of the items with the
   * attribute's lowest values, and of the quarter with its highest.
   */
  readonly amounts: Amounts;
  /** The row that is decoded first. */
  readonly row: number;
}

export interface SimilarQuestion {
  /** The pattern that plays. */
  readonly pattern: Pattern;
  /** The attributes that the sliders have added to the pattern. They are removed before the search. */
  readonly amounts: Amounts;
  /** From 0 (any draw from the prior) to 1 (the same pattern). */
  readonly similarity: number;
  readonly seed: number;
}

/** A note, in seconds. */
export interface TimedNote {
  readonly pitch: number;
  readonly start: number;
  readonly end: number;
  readonly velocity: number;
  /** -1 is left, 1 is right. */
  readonly pan: number;
}

export interface Take {
  readonly notes: readonly TimedNote[];
  /** The length in seconds. */
  readonly length: number;
  readonly qpm: number;
  readonly isDrums: boolean;
  /** General MIDI program, from 0. */
  readonly program: number;
}

/** How an audio file ends: with the last bar, so that it can be looped, or in silence. */
export const endings = ['loop', 'tail'] as const;
export type Ending = (typeof endings)[number];

/** What a scene reads from a MIDI file. */
export interface Song {
  /** The patterns of the file, without duplicates. */
  readonly patterns: readonly Pattern[];
  /** Quarters per minute at the beginning of the file, if it has a tempo. */
  readonly qpm: number | undefined;
}

/** A checkpoint on the web, before its weights are fetched. */
export interface CheckpointOffer {
  readonly url: string;
  /** Bytes of the weights. */
  readonly bytes: number;
  /** Whether nothing needs to be fetched. */
  readonly kept: boolean;
}

/** Questions about music, with the type of their partial answers and of their answer (see messages.ts). */
export interface MusicExchanges {
  /** Decodes the grid between the corners, one part for each row. Replaces an earlier grid. */
  readonly 'pattern-grid': {
    readonly question: GridQuestion;
    readonly part: { readonly row: number; readonly patterns: readonly Pattern[] };
    readonly answer: undefined;
  };
  /** Draws a few neighbours of a pattern. */
  readonly 'similar-patterns': {
    readonly question: SimilarQuestion;
    readonly part: never;
    readonly answer: readonly Pattern[];
  };
  readonly 'read-midi': {
    readonly question: { readonly bytes: Uint8Array; readonly name: string };
    readonly part: never;
    readonly answer: Song;
  };
  readonly 'write-midi': {
    readonly question: { readonly take: Take };
    readonly part: never;
    readonly answer: Uint8Array<ArrayBuffer>;
  };
  readonly 'write-wav': {
    readonly question: { readonly take: Take; readonly ending: Ending };
    readonly part: never;
    readonly answer: Uint8Array<ArrayBuffer>;
  };
  /** Renders the samples of notes, for the page's instruments. */
  readonly voices: {
    readonly question: { readonly pitches: readonly number[]; readonly program: number };
    readonly part: never;
    readonly answer: readonly Float32Array<ArrayBuffer>[];
  };
  /** Reads the descriptions of a checkpoint on the web, without its weights. */
  readonly 'check-checkpoint': {
    readonly question: { readonly url: string };
    readonly part: never;
    readonly answer: CheckpointOffer;
  };
  /** Replaces the shipped model; an empty address brings it back. Each part is the number of bytes fetched so far. */
  readonly 'load-checkpoint': {
    readonly question: { readonly url: string };
    readonly part: number;
    readonly answer: undefined;
  };
}

/** Samples per second of the voices and of saved files. */
export const sampleRate = 44_100;
/** Length of the samples of a melody's note, in seconds. A note that is held longer ends with its samples. */
export const voiceSeconds = 3;
