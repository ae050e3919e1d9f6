/**
 * What a page needs to show and play two bars that it has as labels, one a step: a few tables and no model, so that a bundle with
 * this alone stays small.
 */
export { argMax, oneHot } from '../converters/converter.js';
export {
  firstPitch,
  melodyEvents,
  noEvent,
  noteOff,
  notesOfEvents,
} from '../converters/melody-events.js';
export { drumClasses, type DrumClass } from '../sequences/drums.js';
export { DrumSounds, drumOf, drumTail, PitchedVoice, type Voice } from '../audio/voices.js';
