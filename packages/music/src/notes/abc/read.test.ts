import { InvalidFileError } from '@speil/api';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readAbc } from './read.js';
import { omissionsText } from '../shared/omissions.js';

describe('ABC notation', () => {
  it('is read without a web page, with its key, repeats, chords, broken rhythm and triplets', async () => {
    const [tune] = await readAbc('X:1\nM:4/4\nL:1/4\nQ:1/4=60\nK:G\n|: F>G [CE] z :| (3ABc\n');
    const brief = tune!.notes!.map(({ pitch, startTime, endTime }) => [
      pitch,
      startTime,
      Number((endTime! - startTime!).toFixed(3)),
    ]);
    // F is sharp in G major. A quarter lasts a second.
    expect(brief.slice(0, 4)).toEqual([
      [66, 0, 1.5],
      [67, 1.5, 0.5],
      [60, 2, 1],
      [64, 2, 1],
    ]);
    expect(brief[4]).toEqual([66, 4, 1.5]);
    expect(brief.slice(8).map(([pitch, , length]) => [pitch, length])).toEqual([
      [69, 0.667],
      [71, 0.667],
      [72, 0.667],
    ]);
    expect(tune).toMatchObject({
      tempos: [{ time: 0, qpm: 60 }],
      timeSignatures: [{ numerator: 4 }],
    });
  });

  it('gives a tempo in dotted quarters as quarters per minute', async () => {
    const [jig] = await readAbc('X:1\nM:6/8\nL:1/8\nQ:3/8=80\nK:D\nDEF GAB|\n');
    expect(jig!.tempos![0]!.qpm).toBeCloseTo(120, 9);
    expect(jig!.totalTime).toBeCloseTo(1.5, 9);
  });

  it('has one tune for each X: field', async () => {
    expect(await readAbc('X:1\nK:C\nCDEF|\n\nX:2\nK:C\nGABc|\n')).toHaveLength(2);
  });

  it('can change its tempo within a tune', async () => {
    const [tune] = await readAbc('X:1\nM:4/4\nL:1/4\nQ:1/4=60\nK:C\nCDEF|[Q:1/4=120]GABc|\n');
    expect(tune!.notes!.map(({ startTime }) => startTime)).toEqual([0, 1, 2, 3, 4, 4.5, 5, 5.5]);
  });

  it('gives chord symbols at every time at which they are played, and no other text', async () => {
    const chords = '|: "Am7"A2 "^slowly""Bb/d"B z | "(C)""F#m"c-"F#m"c z "N.C."d :|\n';
    const [tune] = await readAbc(`X:1\nM:4/4\nL:1/4\nQ:1/4=60\nK:C\n${chords}`);
    const once = [
      [0, 'Am7'],
      [2, 'Bb/D'],
      [4, 'F#m'],
      [7, 'N.C.'],
    ] as const;
    expect(tune!.textAnnotations!.map(({ time, text }) => [time, text])).toEqual([
      ...once,
      ...once.map(([time, text]) => [time + 8, text]),
    ]);
    // Four notes per repeat (two of them tied to one long note), played twice, and no notes of an accompaniment.
    expect(tune!.notes).toHaveLength(8);
  });

  /** A tune in which each quarter lasts one second. */
  const inQuarters = (body: string, head = '') => `X:1\nM:4/4\nL:1/4\nQ:1/4=60\n${head}K:C${body}`;
  const read = async (text: string) => {
    let omitted = '';
    const tunes = await readAbc(text, { onOmitted: (list) => (omitted = omissionsText(list)) });
    const [tune] = tunes;
    const notes = tune!.notes!.map(({ pitch, startTime, endTime }) => [
      pitch,
      Number(startTime!.toFixed(4)),
      Number(endTime!.toFixed(4)),
    ]);
    return { tune: tune!, tunes, notes, pitches: notes.map(([pitch]) => pitch), omitted };
  };
  const scale = [60, 62, 64, 65, 67, 69, 71, 72];

  describe('a book', () => {
    const bad = 'X:9\nL:1/4\nK:C\nA9007199254740993|\n';

    it('gives each tune its number and title, and skips only the damaged tune', async () => {
      const book = `X:1\nT:A\nK:C\nCDEF|\n\n${bad}\nX:7\nT:B\nK:G\nGABc|\n\nX:8\nT:A heading\n`;
      const { tunes, omitted } = await read(book);
      expect(
        tunes.map(({ referenceNumber, sequenceMetadata }) => [
          referenceNumber,
          sequenceMetadata?.title,
        ]),
      ).toEqual([
        [1, 'A'],
        [7, 'B'],
      ]);
      expect(omitted).toBe('1 unreadable tune (X:9), 1 heading without a key (X:8)');
    });

    it('is refused with the error of its first tune if no tune can be read', async () => {
      await expect(readAbc(`${bad}\n${bad}`)).rejects.toThrow(/too long/u);
    });
  });

  it('is read without printing anything, whatever abcjs logs', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    await readAbc(inQuarters('\n%%voicecolor red\n%%MIDI nosuch 1\nCDEF|\n'));
    expect(log).not.toHaveBeenCalled();
  });

  it.each([
    ['a key', inQuarters(' perc\nFcFc|\n'), [65, 72]],
    ['a clef', inQuarters('\nV:1 clef=perc\nFcFc|\n'), [65, 72]],
    ['channel 10', inQuarters('\nFcFc|\n', '%%MIDI channel 10\n'), [65, 72]],
    [
      'a percmap',
      inQuarters('\nFcFc|\n', '%%percmap F bass-drum-1\n%%percmap c acoustic-snare\n'),
      [36, 38],
    ],
    ['a drummap', inQuarters('\nFcFc|\n', '%%MIDI drummap F 36\n%%MIDI drummap c 38\n'), [36, 38]],
    [
      'a drummap under a clef',
      inQuarters(' clef=perc\n%%MIDI drummap F 36\n%%MIDI drummap c 38\nFcFc|\n'),
      [36, 38],
    ],
  ])('is read as percussion if it has %s', async (_, text, [low, high]) => {
    const { tune, pitches } = await read(text);
    expect(pitches).toEqual([low, high, low, high]);
    expect(tune.notes!.every(({ isDrum, program }) => isDrum === true && program === 0)).toBe(true);
  });

  it('can have drums in only one of several voices', async () => {
    const { tune } = await read(inQuarters('\nV:1\nCDEF|\nV:2 clef=perc\nFcFc|\n'));
    expect(new Set(tune.notes!.map(({ instrument, isDrum }) => `${instrument} ${isDrum}`))).toEqual(
      new Set(['0 false', '1 true']),
    );
  });

  it('is read without a pattern of accompaniment that abcjs does not know', async () => {
    const { notes, tune } = await read(inQuarters('\n"C"CDEF|"G7"GABc|\n', '%%MIDI gchord ghih\n'));
    expect(notes).toEqual(scale.map((pitch, i) => [pitch, i, i + 1]));
    expect(tune.textAnnotations!.map(({ text }) => text)).toEqual(['C', 'G7']);
  });

  it('gives changes of tempo and metre at the times at which they are played, also in repeats', async () => {
    const { tune, notes } = await read(inQuarters('\n|:CDEF|[Q:1/4=120][M:3/4]GAB:|[M:2/4]cc|\n'));
    expect(notes.map(([, start]) => start)).toEqual([
      ...[0, 1, 2, 3, 4, 4.5, 5],
      ...[5.5, 6.5, 7.5, 8.5, 9.5, 10, 10.5],
      ...[11, 11.5],
    ]);
    expect(tune.tempos).toEqual([
      { time: 0, qpm: 60 },
      { time: 4, qpm: 120 },
      { time: 5.5, qpm: 60 },
      { time: 9.5, qpm: 120 },
    ]);
    expect(tune.timeSignatures!.map(({ time, numerator }) => [time, numerator])).toEqual([
      [0, 4],
      [4, 3],
      [5.5, 4],
      [9.5, 3],
      [11, 2],
    ]);
  });

  it('gives the key and its changes', async () => {
    const { tune } = await read(inQuarters('\nCDEF|[K:Am]GABc|[K:Bbmix]cdef|\n'));
    expect(tune.keySignatures).toEqual([
      { time: 0, key: 0, mode: 0 },
      { time: 4, key: 9, mode: 1 },
      { time: 8, key: 10, mode: 3 },
    ]);
  });

  it('gives a pickup its own bar, and counts a bar that a repeat splits as one bar', async () => {
    const { tune } = await read(inQuarters('\nG|:CDEF|GABc|CDE:|G|CDEF|\n'));
    expect(tune.timeSignatures!.slice(0, 2)).toEqual([
      { time: 0, numerator: 1, denominator: 4 },
      { time: 1, numerator: 4, denominator: 4 },
    ]);
    const folk = await read(inQuarters('\n|:G|CDEF|GAB:|\n'));
    expect(folk.tune.timeSignatures!.map(({ time, numerator }) => [time, numerator])).toEqual([
      [0, 1],
      [1, 4],
    ]);
  });

  it.each([
    ['4/4', 120],
    ['C', 120],
    ['C|', 120],
    ['2/2', 120],
    ['3/2', 120],
    ['2/4', 120],
    // In compound metres a beat is three eighths.
    ['6/8', 180],
  ])('without a tempo in %s is played at %i quarters per minute', async (metre, qpm) => {
    const { tune } = await read(`X:1\nM:${metre}\nL:1/4\nK:C\nCDEF|\n`);
    expect(tune.tempos).toEqual([{ time: 0, qpm }]);
    expect(tune.notes![1]!.startTime).toBeCloseTo(60 / qpm, 9);
  });

  it('with a tempo in cut time is played at that tempo', async () => {
    const { tune } = await read('X:1\nM:C|\nL:1/4\nQ:1/4=60\nK:C\nCDEF|\n');
    expect(tune.tempos).toEqual([{ time: 0, qpm: 60 }]);
    expect(tune.notes![1]!.startTime).toBeCloseTo(1, 9);
  });

  describe('the order of parts', () => {
    const parts = (order: string) => `X:1\nP:${order}\nM:4/4\nL:1/4\nK:C\nP:A\nCDEF|\nP:B\nGABc|\n`;
    const [a, b] = [scale.slice(0, 4), scale.slice(4)];

    // ABC 2.1, section 3.1.9.
    it.each([
      ['AB', [...a, ...b]],
      ['ABA', [...a, ...b, ...a]],
      ['A2B', [...a, ...a, ...b]],
      ['(AB)2.A', [...a, ...b, ...a, ...b, ...a]],
    ])('is followed: %s', async (order, pitches) => {
      expect((await read(parts(order))).pitches).toEqual(pitches);
    });

    it('is ignored and reported if it is invalid or names a missing part', async () => {
      for (const order of ['AC', 'A9999', '((A']) {
        const { pitches, omitted } = await read(parts(order));
        expect(pitches).toEqual(scale);
        expect(omitted).toBe(`1 order of parts (${order})`);
      }
    });

    it('is ignored if the expanded text is longer than a book, however short the order is', async () => {
      const long = `X:1\nP:A200\nL:1/4\nK:C\nP:A\n${'CDEF|\n'.repeat(2000)}`;
      const { notes, omitted } = await read(long);
      expect(notes).toHaveLength(8000);
      expect(omitted).toBe('1 order of parts (A200)');
    });
  });

  describe('jumps', () => {
    const [a, b] = [scale.slice(0, 4), scale.slice(4)];
    const c = [71, 71, 71, 71];

    it.each([
      ['with D.C. go to the beginning', 'CDEF|GABc!D.C.!|', [...a, ...b, ...a, ...b]],
      [
        'with D.C. al Fine go to the beginning and end at Fine',
        'CDEF!fine!|GABc!D.C.alfine!|',
        [...a, ...b, ...a],
      ],
      ['with D.S. go to the segno', 'CDEF|!segno!GABc|BBBB!D.S.!|', [...a, ...b, ...c, ...b, ...c]],
      ['do not play repeats again', '|:CDEF:|GABc!D.C.!|', [...a, ...a, ...b, ...a, ...b]],
      [
        'play only the last of several endings',
        '|:CDEF|1 GABc:|2 BBBB!D.C.!|',
        [...a, ...b, ...a, ...c, ...a, ...c],
      ],
      [
        'play a coda only after the jump',
        'CDEF!coda!|GABc!D.C.alcoda!|!coda!BBBB|',
        [...a, ...b, ...a, ...c],
      ],
    ])('%s', async (_, body, pitches) => {
      expect((await read(inQuarters(`\n${body}\n`))).pitches).toEqual(pitches);
    });

    it('return to the first key and metre', async () => {
      const { tune, pitches } = await read(inQuarters('\nFFFF|[K:G][M:3/4]FFF!D.C.!|\n'));
      expect(pitches).toEqual([65, 65, 65, 65, 66, 66, 66, 65, 65, 65, 65, 66, 66, 66]);
      expect(tune.timeSignatures!.map(({ time, numerator }) => [time, numerator])).toEqual([
        [0, 4],
        [4, 3],
        [7, 4],
        [11, 3],
      ]);
    });
  });

  describe('ornaments', () => {
    it.each([
      ['C', 'TE4', [64, 65]],
      ['G', 'TB4', [71, 72]],
      ['G', 'TE4', [64, 66]],
      ['C', '!turn!E4', [62, 64, 65]],
      ['C', '!lowermordent!F4', [64, 65]],
      ['F', '!uppermordent!A4', [69, 70]],
    ])('use the notes of the key in %s major: %s', async (key, body, pitches) => {
      const text = `X:1\nM:4/4\nL:1/4\nQ:1/4=60\nK:${key}\n${body}|\n`;
      const read4 = await read(text);
      expect([...new Set(read4.pitches)].sort()).toEqual(pitches);
      // The notes of an ornament together last exactly as long as the decorated note.
      expect(read4.notes[0]![1]).toBe(0);
      expect(read4.tune.totalTime).toBeCloseTo(4, 6);
    });

    it('end on the written note, also in a trill of three 32nds', async () => {
      const { pitches } = await read('X:1\nM:4/4\nL:1/32\nK:C\nTE3z29|\n');
      expect(pitches).toEqual([65, 64]);
    });

    it('are not played by percussion, whose neighbouring pitches are other instruments', async () => {
      const text = 'X:1\nM:4/4\nL:1/4\nK:C perc\n%%MIDI channel 10\nTE4|\n';
      expect((await read(text)).notes).toHaveLength(1);
    });

    it('include grace notes, each of which lasts at most a 32nd', async () => {
      // A whole note lasts four seconds, so a 32nd lasts an eighth of a second.
      const { notes } = await read(inQuarters('\n{g}C2{ag}D/2D/2z|\n'));
      expect(notes).toEqual([
        [79, 0, 0.125],
        [60, 0.125, 2],
        [81, 2, 2.125],
        [79, 2.125, 2.25],
        [62, 2.25, 2.5],
        [62, 2.5, 3],
      ]);
    });
  });

  it('reports unknown chords once', async () => {
    const { omitted } = await read(inQuarters('\n"C"C"Cx9y"D"Cx9y"E"^slowly"F|"Fine"GABc|\n'));
    expect(omitted).toBe('2 unknown chord symbols (first: Cx9y)');
  });

  it('leaves out a note if an ornament leaves no time for it', async () => {
    const [tune] = await readAbc('X:1\nM:6/8\nL:1/8\nK:D\n(9a{ab}c~d .e !trill!f/64 c(92|\n');
    expect(tune!.notes!.every(({ startTime, endTime }) => endTime! > startTime!)).toBe(true);
  });

  it.each([
    [
      'a tune without a key',
      'X:1\nT:x\nM:6/8\nL:1/8\nQ:3/8=80\n\n|: GAB|\n',
      /1 heading without a key \(X:1\)/u,
    ],
    ['text that is not ABC', 'hello', /none of its lines begins with X:/u],
    ['a note of a quadrillion quarters', 'X:1\nL:1/4\nK:C\nA9007199254740993|\n', /too long/u],
    ['rests of ten million bars', 'X:1\nK:C\nZ9999999|A|\n', /too long/u],
    ['bars of ten million quarters', 'X:1\nM:9999999/4\nK:C\nABC|\n', /too long/u],
    ['an ending for a million times', 'X:1\nK:C\n|:ABC|[1-1000000 D:|[2 E|\n', /1000000 times/u],
    ['a text that is too long', `X:1\nK:C\n${'C'.repeat(2 ** 20)}`, /at most 1048576/u],
  ])('refuses %s', async (_name, text, message) => {
    await expect(readAbc(text)).rejects.toThrow(InvalidFileError);
    await expect(readAbc(text)).rejects.toThrow(message);
  });
});
