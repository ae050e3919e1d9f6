/**
 * The note type that all of Speil uses: Magenta's `NoteSequence` as plain objects. It is compatible with `@magenta/music` and
 * note-seq.
 */

/** An optional field of the protobuf. */
type Maybe<T> = T | null;

/**
 * Times are in seconds. `quantizedStartStep` and `quantizedEndStep` count steps; `quantizationInfo.stepsPerQuarter`
 * gives their length. Pitches are MIDI pitches (60 is middle C), velocities are 1 to 127, and programs are General MIDI
 * programs, which count from 0.
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
  /** Spelling of the pitch, counted in fifths from F double flat, which is 1. */
  pitchName?: Maybe<number>;
  velocity?: Maybe<number>;
  startTime?: Maybe<number>;
  endTime?: Maybe<number>;
  quantizedStartStep?: Maybe<number>;
  quantizedEndStep?: Maybe<number>;
  /** Written length as a fraction of a whole note. */
  numerator?: Maybe<number>;
  denominator?: Maybe<number>;
  /** Number of the instrument: the same for all of its notes. */
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
  /** Tonic, 0 (C) to 11 (B). */
  key?: Maybe<number>;
  /** 0 is major, 1 is minor, and the values from 2 to 7 are other modes. */
  mode?: Maybe<number>;
}

export interface Tempo {
  time?: Maybe<number>;
  /** Quarter notes per minute. */
  qpm?: Maybe<number>;
}

/** Common fields of MIDI events other than notes. */
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

/** Only one of the two is set. */
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
