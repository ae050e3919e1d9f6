/** Which instrument plays the melody or the bass of a piece. */
import { describe, expect, it } from 'vitest';
import { getWindow } from '../converters/window.js';
import { generatedSong } from '../generated/song.js';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { planOfSpec } from '../models/plan.js';
import { generatedSongs } from '../datasets/generated.js';
import { fitNotesRecipe, recipes } from '../entries/recipes.js';
import { createNoteExamples } from '../training/examples.js';
import { extractWindows } from './extract.js';

/** One note per quarter, which lasts half a second, played by one instrument. Several pitches form a chord. */
const played = (instrument: number, ...pitches: (readonly number[])[]): Note[] =>
  pitches.flatMap((chord, i) =>
    chord.map((pitch) => ({ pitch, instrument, startTime: i / 2, endTime: (i + 1) / 2 })),
  );

describe('the melody of a piece', () => {
  const melodyOf = (...instruments: NoteSequence['notes'][]) => {
    const notes = instruments.flatMap((notesOfInstrument) => notesOfInstrument ?? []);
    const { windows } = extractWindows({ notes, totalTime: 4 }, { bars: 2, part: 'melody' });
    return windows[0]!.sequence.notes!.map(({ pitch }) => pitch);
  };
  const [piano, bass] = [
    played(0, [72, 76, 79], [72, 76, 79], [72, 77, 81], [72, 77, 81]),
    played(2, [36], [36], [43], [43], [41], [41], [36], [36]),
  ];

  it('is the line with the most notes among lines that keep all their notes, and not chords or a bass', () => {
    const [flute, oboe] = [
      played(1, [60], [62], [64], [65]),
      played(3, [67], [69], [71], [72], [74]),
    ];
    expect(melodyOf(piano, bass, flute)).toEqual([60, 62, 64, 65]);
    expect(melodyOf(piano, bass, flute, oboe)).toEqual([67, 69, 71, 72, 74]);
    expect(melodyOf(oboe.slice(0, 4), flute)).toEqual([60, 62, 64, 65]);
  });

  it('is the line that keeps the largest share of notes, even if broken chords have more notes', () => {
    const singer = played(1, [60], [62], [64], [65]);
    // The line of this instrument keeps eight of its ten notes.
    const chords = played(2, [72, 76], [79], [72, 76], [79], [72], [79], [72], [79]);
    expect(melodyOf(chords, singer)).toEqual([60, 62, 64, 65]);
    // A single note beside a line of twenty is not a melody, although its line keeps all notes.
    const many = played(3, ...Array.from({ length: 20 }, (_, i) => (i % 7 ? [70] : [70, 74])));
    expect(melodyOf(many, played(4, [90]))).toHaveLength(8);
  });

  it('is preferably the line of a part whose name means a melody', () => {
    const [flute, voice] = [
      played(1, [80], [82], [84], [85]),
      played(2, [60, 64], [62], [64], [65], [65]),
    ];
    const part = (notes: readonly Note[], number: number) =>
      notes.map((note) => ({ ...note, part: number }));
    const melodyWith = (name: string) =>
      extractWindows(
        {
          notes: [...part(flute, 1), ...part(voice, 2)],
          partInfos: [
            { part: 1, name: 'Flute' },
            { part: 2, name },
          ],
          totalTime: 4,
        },
        { bars: 2, part: 'melody' },
      ).windows[0]!.sequence.notes!.map(({ pitch }) => pitch);
    expect(melodyWith('Organ')).toEqual([80, 82, 84, 85]);
    for (const name of ['MELODY', 'Lead vocal', 'Singstimme / Gesang', 'Soprano']) {
      expect(melodyWith(name)).toEqual([64, 62, 64, 65, 65]);
    }
  });

  it('is the skyline of all instruments if none plays a line', () => {
    expect(melodyOf(piano, bass)).toEqual([79, 79, 81, 81, 41, 41, 36, 36]);
  });

  it('comes from the same instrument in the whole piece, even where that instrument rests', () => {
    const late = played(1, [60], [62], [64], [65]).map((note) => ({
      ...note,
      startTime: note.startTime! + 4,
      endTime: note.endTime! + 4,
    }));
    const other = played(3, [67], [69]);
    const { windows } = extractWindows(
      { notes: [...late, ...other], totalTime: 8 },
      { bars: 2, hop: 2, part: 'melody' },
    );
    expect(windows.map(({ sequence }) => sequence.notes!.length)).toEqual([0, 4]);
  });

  it('is the same as in training', () => {
    const { model } = recipes.find(({ name }) => name === 'melody-2bar')!;
    const { config } = planOfSpec(model);
    const describeNotes = (notes: NoteSequence['notes']): string =>
      JSON.stringify(notes!.map((n) => [n.pitch, n.quantizedStartStep, n.quantizedEndStep]));
    for (let index = 0; index < 5; index++) {
      const sequence = generatedSong({ index, bars: 8 });
      const source = { id: 'one', songs: [{ sequence }], fingerprint: '0'.repeat(64) };
      const learned = createNoteExamples(source, model);
      const { windows } = extractWindows(sequence, getWindow(config.dataConverter));
      const taken = new Set(windows.map((window) => describeNotes(window.sequence.notes)));
      for (let i = 0; i < learned.size; i++) {
        expect(taken).toContain(describeNotes(learned.sequence(i).notes));
      }
    }
  });
});

describe('the bass of a piece', () => {
  const notesOf = (...instruments: readonly (readonly Note[])[]) =>
    extractWindows(
      { notes: instruments.flat(), totalTime: 4 },
      { bars: 2, part: 'bass' },
    ).windows[0]!.sequence.notes!.map(({ pitch }) => pitch);

  it('is a line below C3, or of a bass program', () => {
    const low = played(2, [36], [38], [40], [41]);
    const melody = played(1, [60], [62], [64], [65]);
    expect(notesOf(melody, low)).toEqual([36, 38, 40, 41]);
    const high = played(3, [50], [52], [53], [55]).map((note) => ({ ...note, program: 33 }));
    expect(notesOf(melody, high)).toEqual([50, 52, 53, 55]);
  });

  it('is empty if no instrument plays one', () => {
    expect(notesOf(played(1, [60], [62], [64], [65]))).toEqual([]);
  });

  it('is what a model of basses is trained on, and decodes to notes of a bass program', () => {
    const { model } = fitNotesRecipe({ data: 'generated', part: 'bass' });
    const { config, converter } = planOfSpec(model);
    const { songs } = generatedSongs('train');
    const examples = createNoteExamples(
      { id: 'some', songs: songs.slice(0, 4), fingerprint: '' },
      model,
    );
    expect(examples.size).toBeGreaterThan(10);
    for (let i = 0; i < examples.size; i++) {
      const { notes } = examples.sequence(i);
      expect(notes!.reduce((sum, { pitch }) => sum + pitch!, 0) / notes!.length).toBeLessThan(55);
    }
    const decoded = converter.notes(converter.target(examples.sequence(0)));
    expect(decoded.notes!.map(({ pitch }) => pitch)).toEqual(
      examples.sequence(0).notes!.map(({ pitch }) => pitch),
    );
    expect(new Set(decoded.notes!.map(({ program }) => program))).toEqual(new Set([32]));
    expect(getWindow(config.dataConverter).part).toBe('bass');
  });
});
