/** Notes without a model: files in and out, what is done with sequences, chords, sound. Loads no tfjs. */
export { renderNotes, renderPieces } from '../audio/render.js';
export type { Rendering, RenderOptions } from '../audio/render.js';
export { wavHeader, wavSamples, writeWav } from '../audio/wav.js';
export { parseChord, triads } from '../theory/chord-symbols.js';
export type { ChordSymbol, Triad } from '../theory/chord-symbols.js';
export { chordKinds, inferChords } from '../chords/infer-chords.js';
export type { ChordKind, InferChordsOptions } from '../chords/infer-chords.js';
export { noChord, pitchClassNames, transposeChord } from '../theory/spelling.js';
export * from '../notes/index.js';
export * from '../sequences/index.js';
