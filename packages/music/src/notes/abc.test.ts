import { InvalidFileError } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { readAbc } from './abc.js';

describe('ABC notation', () => {
  it('is read without a page: key, repeat, chord, broken rhythm and triplet', async () => {
    const [tune] = await readAbc('X:1\nM:4/4\nL:1/4\nQ:1/4=60\nK:G\n|: F>G [CE] z :| (3ABc\n');
    const brief = tune!.notes!.map(({ pitch, startTime, endTime }) => [
      pitch,
      startTime,
      Number((endTime! - startTime!).toFixed(3)),
    ]);
    // F is sharp in G; a quarter lasts a second.
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

  it('counts a tempo of dotted quarters in quarters', async () => {
    const [jig] = await readAbc('X:1\nM:6/8\nL:1/8\nQ:3/8=80\nK:D\nDEF GAB|\n');
    expect(jig!.tempos![0]!.qpm).toBeCloseTo(120, 9);
    expect(jig!.totalTime).toBeCloseTo(1.5, 9);
  });

  it('holds as many tunes as begin with X:', async () => {
    expect(await readAbc('X:1\nK:C\nCDEF|\n\nX:2\nK:C\nGABc|\n')).toHaveLength(2);
  });

  it('plays on in another tempo', async () => {
    const [tune] = await readAbc('X:1\nM:4/4\nL:1/4\nQ:1/4=60\nK:C\nCDEF|[Q:1/4=120]GABc|\n');
    expect(tune!.notes!.map(({ startTime }) => startTime)).toEqual([0, 1, 2, 3, 4, 4.5, 5, 5.5]);
  });

  it('keeps chord symbols at each time that they are played, and no other words', async () => {
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
    // Four sounding notes and a held one, twice; no accompaniment.
    expect(tune!.notes).toHaveLength(8);
  });

  it('leaves out what an ornament has left nothing of', async () => {
    const [tune] = await readAbc('X:1\nM:6/8\nL:1/8\nK:D\n(9a{ab}c~d .e !trill!f/64 c(92|\n');
    expect(tune!.notes!.every(({ startTime, endTime }) => endTime! > startTime!)).toBe(true);
  });

  it.each([
    ['a tune without a key', 'X:1\nT:x\nM:6/8\nL:1/8\nQ:3/8=80\n\n|: GAB|\n', /tempo of/u],
    ['what is none', 'hello', /no tune begins with X:/u],
    ['a note of a quadrillion quarters', 'X:1\nL:1/4\nK:C\nA9007199254740993|\n', /too long/u],
    ['rests of ten million bars', 'X:1\nK:C\nZ9999999|A|\n', /too long/u],
    ['bars of ten million quarters', 'X:1\nM:9999999/4\nK:C\nABC|\n', /too long/u],
    ['an ending for a million times', 'X:1\nK:C\n|:ABC|[1-1000000 D:|[2 E|\n', /1000000 times/u],
    ['too much', `X:1\nK:C\n${'C'.repeat(2 ** 20)}`, /at most 1048576/u],
  ])('refuses %s', async (_name, text, message) => {
    await expect(readAbc(text)).rejects.toThrow(InvalidFileError);
    await expect(readAbc(text)).rejects.toThrow(message);
  });
});
