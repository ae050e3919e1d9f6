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
  /** An identifier of the piece. */
  id?: Maybe<string>;
  /** The file that it was read from. */
  filename?: Maybe<string>;
  /** Its number in its collection. */
  referenceNumber?: Maybe<number>;
  /** The collection that it belongs to. */
  collectionName?: Maybe<string>;
  /** Resolution of its MIDI file, in ticks per quarter. */
  ticksPerQuarter?: Maybe<number>;
  /** Its metres, each with its time in seconds. */
  timeSignatures?: Maybe<TimeSignature[]>;
  /** Its keys, each with its time in seconds. */
  keySignatures?: Maybe<KeySignature[]>;
  /** Its tempos, each with its time in seconds. */
  tempos?: Maybe<Tempo[]>;
  /** Its notes, in any order. */
  notes?: Maybe<Note[]>;
  /** Its end, in seconds. */
  totalTime?: Maybe<number>;
  /** Its length in steps, if it is quantised. */
  totalQuantizedSteps?: Maybe<number>;
  /** Bends of pitch. */
  pitchBends?: Maybe<PitchBend[]>;
  /** Changes of MIDI controllers, such as the pedal. */
  controlChanges?: Maybe<ControlChange[]>;
  /** The names of its parts. */
  partInfos?: Maybe<PartInfo[]>;
  /** How it was made. */
  sourceInfo?: Maybe<SourceInfo>;
  /** Texts with times, such as chord symbols. */
  textAnnotations?: Maybe<TextAnnotation[]>;
  /** Where its sections begin. */
  sectionAnnotations?: Maybe<SectionAnnotation[]>;
  /** How its sections follow one another. */
  sectionGroups?: Maybe<SectionGroup[]>;
  /** The grid of its steps, if it is quantised. */
  quantizationInfo?: Maybe<QuantizationInfo>;
  /** Where it lies in the piece that it was cut from. */
  subsequenceInfo?: Maybe<SubsequenceInfo>;
  /** Title, artist and genres. */
  sequenceMetadata?: Maybe<SequenceMetadata>;
}

/** A note. Times are in seconds; steps are set if the sequence is quantised. */
export interface Note {
  /** MIDI number: 60 is middle C. */
  pitch?: Maybe<number>;
  /** Spelling of the pitch, counted in fifths from F double flat, which is 1. */
  pitchName?: Maybe<number>;
  /** Loudness, 1 to 127. */
  velocity?: Maybe<number>;
  /** In seconds. */
  startTime?: Maybe<number>;
  /** In seconds. */
  endTime?: Maybe<number>;
  /** The step at which it begins. */
  quantizedStartStep?: Maybe<number>;
  /** The step at which it ends: the first one that it does not fill. */
  quantizedEndStep?: Maybe<number>;
  /** Written length as a fraction of a whole note. */
  numerator?: Maybe<number>;
  /** Denominator of its written length. */
  denominator?: Maybe<number>;
  /** Number of the instrument: the same for all of its notes. */
  instrument?: Maybe<number>;
  /** MIDI program from 0: its instrument's sound. */
  program?: Maybe<number>;
  /** Whether its pitch names a drum. */
  isDrum?: Maybe<boolean>;
  /** Number of its part. */
  part?: Maybe<number>;
  /** Number of its voice within the part. */
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
