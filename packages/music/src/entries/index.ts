/** Music for Speil's autoencoders. */
export { attributeNames, measureAttribute } from '../attributes/attributes.js';
export type { AttributeName } from '../attributes/attributes.js';
export { chordEncoder, encodeProgression } from '../chords/encoders.js';
export type { ChordEncoder, ChordEncoderType } from '../chords/encoders.js';
export { musicVaeConfigSchema } from '../converters/config.js';
export type { ConverterConfig, MusicVaeConfig, MusicVaeConfigInput } from '../converters/config.js';
export { loadCheckpoint } from '../checkpoints/load.js';
export type { Checkpoint } from '../checkpoints/load.js';
export { loadTrained, trainedCheckpoint } from '../checkpoints/trained.js';
export { checkpointFiles } from '../checkpoints/write.js';
export type { CheckpointFilesOptions } from '../checkpoints/write.js';
export type { ReadWeightsOptions, WeightsProgress } from '../checkpoints/weights.js';
export { createConverter } from '../converters/converters.js';
export type { NoteConverter, NotesOptions } from '../converters/converters.js';
export { getWindow } from '../converters/window.js';
export type { Controls } from '../models/controls.js';
export { createMusicVae, loadMusicVae } from '../music-vae/music-vae.js';
export type { DecodeNotesOptions, MusicVae, MusicVaeOptions } from '../music-vae/music-vae.js';
export { notesCodec, planMusicVae, planOfSpec } from '../models/plan.js';
export type { DecoderSizes, MusicVaePlan, MusicVaeSizes, SpecOptions } from '../models/plan.js';
export {
  pianoRoll,
  pianoRolls,
  type PianoRoll,
  type PianoRollOptions,
} from '../pictures/piano-roll.js';
export { thumbnail, thumbnailShape, type Thumbnail } from '../pictures/thumbnail.js';
export { createNoteExamples } from '../training/examples.js';
export type { ExamplesOptions, NoteExamples, SongSource } from '../training/examples.js';
export { createConditioning } from '../training/conditioning.js';
export type { ExtraControls, Conditioning } from '../training/conditioning.js';
export { createPreparation, type Preparation } from '../training/preparation.js';
export { computeBaselines, evaluateNotes } from '../metrics/evaluate-notes.js';
export type {
  EvaluateNotesOptions,
  NotesBaselines,
  NotesEvaluation,
} from '../metrics/evaluate-notes.js';
export { NoteScoring, type NoteScores } from '../metrics/note-scores.js';
export * from '../generated/index.js';
export * from './notes.js';
