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

/** A metre from a time on. */
export interface TimeSignature {
  /** In seconds. */
  time?: Maybe<number>;
  /** Beats of a bar. */
  numerator?: Maybe<number>;
  /** The note value of a beat: 4 is a quarter. */
  denominator?: Maybe<number>;
}

/** A key from a time on. */
export interface KeySignature {
  /** In seconds. */
  time?: Maybe<number>;
  /** Tonic, 0 (C) to 11 (B). */
  key?: Maybe<number>;
  /** 0 is major, 1 is minor, and the values from 2 to 7 are other modes. */
  mode?: Maybe<number>;
}

/** A tempo from a time on. */
export interface Tempo {
  /** In seconds. */
  time?: Maybe<number>;
  /** Quarter notes per minute. */
  qpm?: Maybe<number>;
}

/** Common fields of MIDI events other than notes. */
interface Controlled {
  /** In seconds. */
  time?: Maybe<number>;
  /** Number of the instrument. */
  instrument?: Maybe<number>;
  /** MIDI program from 0. */
  program?: Maybe<number>;
  /** Whether the instrument is a drum kit. */
  isDrum?: Maybe<boolean>;
}

/** A bend of pitch from a time on. */
export interface PitchBend extends Controlled {
  /** -8192 to 8191. */
  bend?: Maybe<number>;
}

/** A new value of a MIDI controller. */
export interface ControlChange extends Controlled {
  /** The step at which it happens, if the sequence is quantised. */
  quantizedStep?: Maybe<number>;
  /** Number of the controller: 64 is the pedal. */
  controlNumber?: Maybe<number>;
  /** 0 to 127. */
  controlValue?: Maybe<number>;
}

/** The name of a part. */
export interface PartInfo {
  /** Number of the part, as in its notes. */
  part?: Maybe<number>;
  /** Its name. */
  name?: Maybe<string>;
}

/** How a sequence was made, as numbers of the protobuf. */
export interface SourceInfo {
  /** Composition or performance. */
  sourceType?: Maybe<number>;
  /** Format of the file, such as MIDI. */
  encodingType?: Maybe<number>;
  /** The program that read it. */
  parser?: Maybe<number>;
}

/** A text at a time, such as a chord symbol. */
export interface TextAnnotation {
  /** In seconds. */
  time?: Maybe<number>;
  /** The step at which it stands, if the sequence is quantised. */
  quantizedStep?: Maybe<number>;
  /** The text. */
  text?: Maybe<string>;
  /** 1 is a chord symbol, 2 a beat. */
  annotationType?: Maybe<number>;
}

/** Where a section begins. */
export interface SectionAnnotation {
  /** In seconds. */
  time?: Maybe<number>;
  /** Number of the section. */
  sectionId?: Maybe<number>;
}

/** Sections that are played one after the other, once or several times. */
export interface SectionGroup {
  /** The sections, in order. */
  sections?: Maybe<Section[]>;
  /** How often they are played. */
  numTimes?: Maybe<number>;
}

/** A section, or a group in its place. */
export interface Section {
  /** Number of the section. */
  sectionId?: Maybe<number>;
  /** A group in place of a section. */
  sectionGroup?: Maybe<SectionGroup>;
}

/** The grid of steps. Only one of the two is set. */
export interface QuantizationInfo {
  /** Steps of a quarter note. */
  stepsPerQuarter?: Maybe<number>;
  /** Steps of a second. */
  stepsPerSecond?: Maybe<number>;
}

/** Where a sequence lies in the piece that it was cut from. */
export interface SubsequenceInfo {
  /** Seconds of the piece before it. */
  startTimeOffset?: Maybe<number>;
  /** Seconds of the piece after it. */
  endTimeOffset?: Maybe<number>;
}

/** What is known about a piece. */
export interface SequenceMetadata {
  /** Its title. */
  title?: Maybe<string>;
  /** Who plays it. */
  artist?: Maybe<string>;
  /** Its genres. */
  genre?: Maybe<string[]>;
  /** Its composers. */
  composers?: Maybe<string[]>;
}
