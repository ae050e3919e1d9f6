/** The catalogue of named music datasets: their file names, official URLs and licences, as plain data. */

export interface NamedNotes {
  /** The name by which it is opened. */
  readonly name: string;
  /** One line on what it is. */
  readonly title: string;
  /** Its licence. */
  readonly licence: string;
  /** Names that the dataset's file may have. */
  readonly files: readonly string[];
  /** Names that its folder may have. */
  readonly folders: readonly string[];
  /** The official download; absent if there is no official file in this format. */
  readonly download?: {
    readonly address: string;
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
  };
}

/** All collections of notes that have names. */
export const namedNotes = [
  {
    name: 'groove',
    title: 'Groove MIDI dataset 1.0.0, 13.6 hours of drumming',
    licence: 'CC BY 4.0, Google LLC',
    files: ['groove-v1.0.0-midionly.zip', 'groove-midionly.zip'],
    folders: ['groove'],
    download: {
      address: 'https://storage.googleapis.com/magentadata/datasets/groove/',
      file: 'groove-v1.0.0-midionly.zip',
      bytes: 3_260_318,
      sha256: '651cbc524ffb891be1a3e46d89dc82a1cecb09a57c748c7b45b844c4841dcc1e',
    },
  },
  {
    name: 'lieder',
    title: 'Vocal lines of 1,452 songs of the OpenScore Lieder corpus',
    licence: 'CC0 1.0',
    files: ['vocal-melodies.ndjson.gz'],
    folders: ['lieder', 'openscore-lieder'],
  },
  {
    name: 'nottingham',
    title: '1,034 folk tunes of the Nottingham music database, melody and chords',
    licence: 'GPL-3.0',
    files: ['nottingham-midi.zip'],
    folders: ['nottingham'],
  },
] as const satisfies readonly NamedNotes[];

/** The name of a collection of notes. */
export type NotesName = (typeof namedNotes)[number]['name'];
