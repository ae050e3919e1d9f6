/**
 * The note type of all of Speil: Magenta's `NoteSequence` in its plain form, so that what reads and writes it in
 * `@magenta/music` and note-seq works with what is made here.
 */

/** A field that protobuf may leave out. */
type Maybe<T> = T | null;

/**
 * Times are seconds; `quantizedStartStep` and `quantizedEndStep` count steps of `quantizationInfo.stepsPerQuarter`.
 * Pitches are MIDI's (60 is middle C), velocities 1 to 127, programs General MIDI's from 0.
 */
export interface NoteSequence {
  id?: Maybe<string>;
  filename?: Maybe<string>;
  referenceNumber?: Maybe<number>;
  collectionName?: Maybe<string>;
  ticksPerQuarter?: Maybe<number>;
  timeSignatures?: Maybe<TimeSignature[]>;
  keySignatures?: Maybe<KeySignature[]>;
  tempos?: Maybe<Tempo[]>;
  notes?: Maybe<Note[]>;
  totalTime?: Maybe<number>;
  totalQuantizedSteps?: Maybe<number>;
  pitchBends?: Maybe<PitchBend[]>;
  controlChanges?: Maybe<ControlChange[]>;
  partInfos?: Maybe<PartInfo[]>;
  sourceInfo?: Maybe<SourceInfo>;
  textAnnotations?: Maybe<TextAnnotation[]>;
  sectionAnnotations?: Maybe<SectionAnnotation[]>;
  sectionGroups?: Maybe<SectionGroup[]>;
  quantizationInfo?: Maybe<QuantizationInfo>;
  subsequenceInfo?: Maybe<SubsequenceInfo>;
  sequenceMetadata?: Maybe<SequenceMetadata>;
}

export interface Note {
  pitch?: Maybe<number>;
  /** How the pitch is spelled, by fifths from F double flat, 1. */
  pitchName?: Maybe<number>;
  velocity?: Maybe<number>;
  startTime?: Maybe<number>;
  endTime?: Maybe<number>;
  quantizedStartStep?: Maybe<number>;
  quantizedEndStep?: Maybe<number>;
  /** The written length as a share of a whole note. */
  numerator?: Maybe<number>;
  denominator?: Maybe<number>;
  /** A track's number: equal for notes that one instrument plays. */
  instrument?: Maybe<number>;
  program?: Maybe<number>;
  isDrum?: Maybe<boolean>;
  part?: Maybe<number>;
  voice?: Maybe<number>;
}

export interface TimeSignature {
  time?: Maybe<number>;
  numerator?: Maybe<number>;
  denominator?: Maybe<number>;
}

export interface KeySignature {
  time?: Maybe<number>;
  /** 0 to 11 from C. */
  key?: Maybe<number>;
  /** 0 is major, 1 minor; up to 7 the modes. */
  mode?: Maybe<number>;
}

export interface Tempo {
  time?: Maybe<number>;
  /** Quarter notes a minute. */
  qpm?: Maybe<number>;
}

/** What MIDI says beside notes: of an instrument, at a time. */
interface Controlled {
  time?: Maybe<number>;
  instrument?: Maybe<number>;
  program?: Maybe<number>;
  isDrum?: Maybe<boolean>;
}

export interface PitchBend extends Controlled {
  /** -8192 to 8191. */
  bend?: Maybe<number>;
}

export interface ControlChange extends Controlled {
  quantizedStep?: Maybe<number>;
  controlNumber?: Maybe<number>;
  controlValue?: Maybe<number>;
}

export interface PartInfo {
  part?: Maybe<number>;
  name?: Maybe<string>;
}

export interface SourceInfo {
  sourceType?: Maybe<number>;
  encodingType?: Maybe<number>;
  parser?: Maybe<number>;
}

export interface TextAnnotation {
  time?: Maybe<number>;
  quantizedStep?: Maybe<number>;
  text?: Maybe<string>;
  /** 1 is a chord symbol, 2 a beat. */
  annotationType?: Maybe<number>;
}

export interface SectionAnnotation {
  time?: Maybe<number>;
  sectionId?: Maybe<number>;
}

export interface SectionGroup {
  sections?: Maybe<Section[]>;
  numTimes?: Maybe<number>;
}

export interface Section {
  sectionId?: Maybe<number>;
  sectionGroup?: Maybe<SectionGroup>;
}

/** One of both. */
export interface QuantizationInfo {
  stepsPerQuarter?: Maybe<number>;
  stepsPerSecond?: Maybe<number>;
}

export interface SubsequenceInfo {
  startTimeOffset?: Maybe<number>;
  endTimeOffset?: Maybe<number>;
}

export interface SequenceMetadata {
  title?: Maybe<string>;
  artist?: Maybe<string>;
  genre?: Maybe<string[]>;
  composers?: Maybe<string[]>;
}
