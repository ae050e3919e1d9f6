/**
 * What a music scene and the worker say to each other. Two bars are 32 labels, one a sixteenth: which of 512 combinations of
 * nine drums is hit, or a melody's event (0 nothing new, 1 a note ends, 2 and up a note starts).
 */

export const musicKinds = ['drums', 'melody'] as const;
export type MusicKind = (typeof musicKinds)[number];

/** Steps of a pattern, and of each of its two bars. */
export const patternSteps = 32;
export const barSteps = 16;

/** `patternSteps` labels. */
export type Pattern = readonly number[];

/** Where build/assets.mjs puts a kind's checkpoint, below `/models/`. */
export const musicModels: Readonly<Record<MusicKind, string>> = {
  drums: 'drums-2bar',
  melody: 'melody-2bar',
};

/** How many labels there are: what a checkpoint's converter must agree with. */
export const labelCounts: Readonly<Record<MusicKind, number>> = { drums: 512, melody: 90 };
/** The pitches of a melody. */
export const melodyPitches = { lowest: 21, highest: 108 } as const;

/** What the sliders ask more or less of. */
export const musicAttributes = {
  drums: ['density', 'syncopation'],
  melody: ['density', 'range', 'contour'],
} as const;
export type MusicAttribute = (typeof musicAttributes)[MusicKind][number];
export type Amounts = Readonly<Partial<Record<MusicAttribute, number>>>;

/** A corner as the model is given it: notes to encode, or a draw of the prior. */
export type CornerSource =
  | { readonly kind: 'pattern'; readonly pattern: Pattern }
  | { readonly kind: 'sample'; readonly seed: number };

/** Cells of a side of the grid between the corners. */
export const gridSide = 5;

export interface GridQuestion {
  /** Top left, top right, bottom left, bottom right. */
  readonly corners: readonly CornerSource[];
  /** 0 takes the likeliest at each step. */
  readonly temperature: number;
  /** The same seed, the same draws. */
  readonly seed: number;
  /** How much of each attribute is added, 1 for as much as parts its lowest quarter from its highest. */
  readonly amounts: Amounts;
  /** The row that is decoded first. */
  readonly row: number;
}

export interface LikeQuestion {
  /** What is heard. */
  readonly pattern: Pattern;
  /** What the sliders have added to it: what is found is without them. */
  readonly amounts: Amounts;
  /** From 0, any draw of the prior, to 1, the same. */
  readonly likeness: number;
  readonly seed: number;
}

/** A note of what is heard, in seconds. */
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
  /** Seconds. */
  readonly length: number;
  readonly qpm: number;
  readonly drums: boolean;
  /** General MIDI's, from 0. */
  readonly program: number;
}

/** How a file of sound ends: with the last bar, so that it can be repeated, or once all has faded away. */
export const endings = ['loop', 'tail'] as const;
export type Ending = (typeof endings)[number];

/** What a scene takes of a MIDI file. */
export interface Song {
  /** Windows of two bars, none twice. */
  readonly patterns: readonly Pattern[];
  /** Beats a minute at its beginning, where it says so. */
  readonly qpm: number | undefined;
}

/** A checkpoint on the web, before its weights are fetched. */
export interface CheckpointOffer {
  readonly url: string;
  /** Of the weights. */
  readonly bytes: number;
  /** Whether nothing needs to be fetched. */
  readonly kept: boolean;
}

export type MusicQuestion =
  /** Answered by `rows` messages too, as they come; replaces a grid that is under way. */
  | ({ readonly ask: 'grid' } & GridQuestion)
  /** Draws beside a pattern. */
  | ({ readonly ask: 'like' } & LikeQuestion)
  | { readonly ask: 'read-midi'; readonly bytes: Uint8Array; readonly name: string }
  | { readonly ask: 'write-midi'; readonly take: Take }
  | { readonly ask: 'write-wav'; readonly take: Take; readonly ending: Ending }
  /** Samples of notes for the instruments. */
  | { readonly ask: 'voices'; readonly pitches: readonly number[]; readonly program: number }
  | { readonly ask: 'offer'; readonly url: string }
  /** Takes the place of the shipped model; an empty address brings that back. */
  | { readonly ask: 'load'; readonly url: string };

export type MusicAnswer =
  /** The grid's last row has been told. */
  | { readonly answer: 'grid' }
  | { readonly answer: 'row'; readonly row: number; readonly patterns: readonly Pattern[] }
  | { readonly answer: 'patterns'; readonly patterns: readonly Pattern[] }
  | { readonly answer: 'song'; readonly song: Song }
  | { readonly answer: 'file'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly answer: 'voices'; readonly voices: readonly Float32Array<ArrayBuffer>[] }
  | { readonly answer: 'offer'; readonly offer: CheckpointOffer }
  | { readonly answer: 'progress'; readonly bytes: number }
  | { readonly answer: 'loaded' };

/** Samples a second of the voices and of what is saved. */
export const sampleRate = 44_100;
/** Seconds that a melody's note is rendered for; one that is held longer ends with its samples. */
export const voiceSeconds = 3;
