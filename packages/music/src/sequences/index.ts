/** Preprocessing of note sequences. */
export { chordAnnotation } from '../theory/chord-changes.js';
export { findBars, type Bar } from './bars.js';
export { splitOnMetre, type Metre, type Stretch, type Tempo } from './changes.js';
export { drumClasses, drumClassTable, toGeneralMidi, type DrumClass } from './drums.js';
export {
  extractWindows,
  parts,
  type ExtractOptions,
  type Extracted,
  type ExtractedWindow,
  type Line,
  type Part,
} from './extract.js';
export { joinSequences } from './join.js';
export { extractMelody, type ExtractedMelody, type MelodyOptions } from './melody.js';
export { quantize, type QuantizeOptions } from './quantize.js';
export { toConstantTempo } from './constant-tempo.js';
export {
  findStretches,
  type GridStretch,
  type StretchOptions,
  type Stretches,
} from './stretches.js';
export { applySustainPedal } from '../theory/sustain.js';
export { transpose, type TransposeOptions } from './transpose.js';
export { unquantize } from '../theory/unquantize.js';
export { windows, type WindowOptions } from './windows.js';
