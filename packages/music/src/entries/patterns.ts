/**
 * What a web page needs to show and play a pattern that is given as one label per step. This entry contains a few
 * tables and no model, so a bundle that imports only this entry stays small.
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
