/**
 * The wire format of Magenta's NoteSequence: names, numbers and types of its fields (note-seq 0.0.5, magenta-js 1.23).
 * A protobuf library interprets this table. It does not generate and evaluate code, which the security policy of a web
 * page may forbid.
 */
import { create, createFileRegistry } from '@bufbuild/protobuf';
import type { DescMessage } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';

const scalars = {
  bool: Type.BOOL,
  double: Type.DOUBLE,
  int32: Type.INT32,
  int64: Type.INT64,
  string: Type.STRING,
};

/** `[number, type]`: a scalar, or the name of a message or an enumeration below; `repeated` for a list. */
type Field = readonly [number: number, type: string, repeated?: 'repeated'];

const messages: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  NoteSequence: {
    id: [1, 'string'],
    filename: [2, 'string'],
    collection_name: [3, 'string'],
    ticks_per_quarter: [4, 'int32'],
    time_signatures: [5, 'TimeSignature', 'repeated'],
    key_signatures: [6, 'KeySignature', 'repeated'],
    tempos: [7, 'Tempo', 'repeated'],
    notes: [8, 'Note', 'repeated'],
    total_time: [9, 'double'],
    pitch_bends: [10, 'PitchBend', 'repeated'],
    control_changes: [11, 'ControlChange', 'repeated'],
    part_infos: [12, 'PartInfo', 'repeated'],
    source_info: [13, 'SourceInfo'],
    text_annotations: [14, 'TextAnnotation', 'repeated'],
    quantization_info: [15, 'QuantizationInfo'],
    total_quantized_steps: [16, 'int64'],
    subsequence_info: [17, 'SubsequenceInfo'],
    reference_number: [18, 'int64'],
    sequence_metadata: [19, 'SequenceMetadata'],
    section_annotations: [20, 'SectionAnnotation', 'repeated'],
    section_groups: [21, 'SectionGroup', 'repeated'],
  },
  Note: {
    pitch: [1, 'int32'],
    velocity: [2, 'int32'],
    start_time: [3, 'double'],
    end_time: [4, 'double'],
    numerator: [5, 'int32'],
    denominator: [6, 'int32'],
    instrument: [7, 'int32'],
    program: [8, 'int32'],
    is_drum: [9, 'bool'],
    part: [10, 'int32'],
    pitch_name: [11, 'PitchName'],
    voice: [12, 'int32'],
    quantized_start_step: [13, 'int64'],
    quantized_end_step: [14, 'int64'],
  },
  TimeSignature: { time: [1, 'double'], numerator: [2, 'int32'], denominator: [3, 'int32'] },
  KeySignature: { time: [1, 'double'], key: [2, 'Key'], mode: [3, 'Mode'] },
  Tempo: { time: [1, 'double'], qpm: [2, 'double'] },
  PitchBend: {
    time: [1, 'double'],
    bend: [2, 'int32'],
    instrument: [3, 'int32'],
    program: [4, 'int32'],
    is_drum: [5, 'bool'],
  },
  ControlChange: {
    time: [1, 'double'],
    control_number: [2, 'int32'],
    control_value: [3, 'int32'],
    instrument: [4, 'int32'],
    program: [5, 'int32'],
    is_drum: [6, 'bool'],
    quantized_step: [7, 'int64'],
  },
  PartInfo: { part: [1, 'int32'], name: [2, 'string'] },
  SourceInfo: {
    source_type: [1, 'SourceType'],
    encoding_type: [2, 'EncodingType'],
    parser: [3, 'Parser'],
  },
  TextAnnotation: {
    time: [1, 'double'],
    text: [2, 'string'],
    annotation_type: [3, 'TextAnnotationType'],
    quantized_step: [4, 'int64'],
  },
  QuantizationInfo: { steps_per_quarter: [1, 'int32'], steps_per_second: [2, 'int32'] },
  SubsequenceInfo: { start_time_offset: [1, 'double'], end_time_offset: [2, 'double'] },
  SequenceMetadata: {
    title: [1, 'string'],
    artist: [2, 'string'],
    genre: [3, 'string', 'repeated'],
    composers: [4, 'string', 'repeated'],
  },
  SectionAnnotation: { time: [1, 'double'], section_id: [4, 'int64'] },
  Section: { section_id: [1, 'int64'], section_group: [2, 'SectionGroup'] },
  SectionGroup: { sections: [1, 'Section', 'repeated'], num_times: [2, 'int32'] },
};

const letters = ['F', 'C', 'G', 'D', 'A', 'E', 'B'];
const accidentals = ['_FLAT_FLAT', '_FLAT', '', '_SHARP', '_SHARP_SHARP'];

/** Names of enumeration values by their number. A number may have several names. */
const enumerations: Readonly<Record<string, readonly (readonly string[])[]>> = {
  // Ordered by fifths, as MuseScore numbers tonal pitch classes.
  PitchName: [
    ['UNKNOWN_PITCH_NAME'],
    ...accidentals.flatMap((sign) => letters.map((letter) => [`${letter}${sign}`])),
  ],
  Key: [
    ...[['C'], ['C_SHARP', 'D_FLAT'], ['D'], ['D_SHARP', 'E_FLAT'], ['E'], ['F']],
    ...[['F_SHARP', 'G_FLAT'], ['G'], ['G_SHARP', 'A_FLAT'], ['A'], ['A_SHARP', 'B_FLAT'], ['B']],
  ],
  Mode: [
    ...[['MAJOR'], ['MINOR'], ['NOT_SPECIFIED'], ['MIXOLYDIAN']],
    ...[['DORIAN'], ['PHRYGIAN'], ['LYDIAN'], ['LOCRIAN']],
  ],
  SourceType: [['UNKNOWN_SOURCE_TYPE'], ['SCORE_BASED'], ['PERFORMANCE_BASED']],
  EncodingType: [['UNKNOWN_ENCODING_TYPE'], ['MUSIC_XML'], ['ABC'], ['MIDI'], ['MUSICNET']],
  Parser: [
    ...[['UNKNOWN_PARSER'], ['MUSIC21'], ['PRETTY_MIDI'], ['MAGENTA_MUSIC_XML']],
    ...[['MAGENTA_MUSICNET'], ['MAGENTA_ABC'], ['TONEJS_MIDI_CONVERT']],
  ],
  TextAnnotationType: [['UNKNOWN'], ['CHORD_SYMBOL'], ['BEAT']],
};

function fieldOf([name, [number, type, repeated]]: [string, Field]) {
  const label = repeated === undefined ? Label.OPTIONAL : Label.REPEATED;
  const jsonName = name.replace(/_(\w)/gu, (_, letter: string) => letter.toUpperCase());
  const field = { name, jsonName, number, label };
  if (type in scalars) return { ...field, type: scalars[type as keyof typeof scalars] };
  const kind = type in enumerations ? Type.ENUM : Type.MESSAGE;
  return { ...field, type: kind, typeName: `.magenta.${type}` };
}

const descriptor = create(FileDescriptorProtoSchema, {
  name: 'note-sequence.proto',
  package: 'magenta',
  // In proto2, an absent field differs from a field that is zero.
  syntax: 'proto2',
  messageType: Object.entries(messages).map(([name, fields]) => ({
    name,
    field: Object.entries(fields).map(fieldOf),
  })),
  enumType: Object.entries(enumerations).map(([name, values]) => ({
    name,
    value: values.flatMap((names, number) => names.map((one) => ({ name: one, number }))),
  })),
});

/** The message type of a NoteSequence, for protobuf's binary and JSON formats. */
export const noteSequenceMessage: DescMessage = createFileRegistry(
  create(FileDescriptorSetSchema, { file: [descriptor] }),
).getMessage('magenta.NoteSequence')!;
