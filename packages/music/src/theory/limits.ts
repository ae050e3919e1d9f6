/** Limits for untrusted files: far above any piece of music, and low enough that a web page does not run out of memory. */
export const limits = {
  /** Bytes of a MIDI file. The largest of the 178,561 files in the Lakh dataset has almost 2 MiB. */
  midiBytes: 4 * 2 ** 20,
  /** Tracks of a MIDI file. */
  tracks: 4096,
  /** Events of a MIDI file, and entries of each list of a sequence. */
  events: 1_000_000,
  /** Bytes of a protobuf. An empty note takes two bytes in the file, and fifty times as many in memory. */
  protobufBytes: 8 * 2 ** 20,
  /** Characters of JSON or MusicXML. */
  textLength: 32 * 2 ** 20,
  /** Duration of a piece in seconds: one day. */
  seconds: 86_400,
  /** Steps of a quantised piece: 31 bits. */
  steps: 2 ** 31 - 1,
  /** Bars of a piece. */
  bars: 100_000,
} as const;
