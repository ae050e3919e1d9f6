/** Working with notes without a model: files, sequences, chords and audio. Does not load tfjs. */
export { renderNotes, renderPieces } from '../audio/render.js';
export type { Rendering, RenderOptions } from '../audio/render.js';
export { wavHeader, wavSamples, writeWav } from '../audio/wav.js';
export { parseChord, triads } from '../theory/chord-symbols.js';
export type { ChordSymbol, Triad } from '../theory/chord-symbols.js';
export { inferChords } from '../chords/infer-chords.js';
export type { ChordKind, InferChordsOptions } from '../chords/infer-chords.js';
export { noChord, pitchClassNames } from '../theory/spelling.js';
export * from '../notes/index.js';
export * from '../sequences/index.js';
