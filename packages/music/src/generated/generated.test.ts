import { InvalidArgumentError, UnknownNameError } from '@speil/api';
import { describe, expect, it } from 'vitest';
import { readMidi } from '../notes/midi/read.js';
import { writeMidi } from '../notes/midi/write.js';
import { drumClassTable } from '../sequences/drums.js';
import { extractMelody } from '../sequences/melody.js';
import { quantize } from '../sequences/quantize.js';
import { windows } from '../sequences/windows.js';
import { generatedSong } from './song.js';
import { major, minor, styleNames, styles, type Style } from './styles.js';

const parts = [0, 1, 2] as const;

describe('a generated song', () => {
  it('is the same for the same seed and index, and different for other seeds or indices', () => {
    expect(generatedSong({ seed: 3, index: 7 })).toEqual(generatedSong({ seed: 3, index: 7 }));
    const some = [
      generatedSong({ seed: 3, index: 7, style: 'rock' }),
      generatedSong({ seed: 4, index: 7, style: 'rock' }),
      generatedSong({ seed: 3, index: 8, style: 'rock' }),
      generatedSong({ seed: 3, index: 7, style: 'funk' }),
    ];
    expect(new Set(some.map((song) => JSON.stringify(song.notes))).size).toBe(4);
    expect(some[0]!.id).toBe('generated/rock/7');
  });

  it.each(styleNames)('of style %s follows the rules of the style', (style) => {
    for (let index = 0; index < 20; index++) {
      const song = generatedSong({ index, style });
      const rules = styles[style];
      const { qpm } = song.tempos![0]!;
      expect(qpm! >= rules.qpm[0] && qpm! <= rules.qpm[1]).toBe(true);
      const grid = quantize(song);
      expect(grid.totalQuantizedSteps).toBe(256);
      // Melody and bass are monophonic and stay in the key. All drums belong to the nine classes.
      const scale = rules.minor ? minor : major;
      for (const instrument of [0, 1]) {
        const { sequence, dropped, cut } = extractMelody(grid, { instrument });
        expect([dropped, cut]).toEqual([0, 0]);
        for (const { pitch } of sequence.notes!) {
          const degree = (pitch! - song.keySignatures![0]!.key! + 120) % 12;
          expect(scale as readonly number[]).toContain(degree);
          expect(pitch! >= 21 && pitch! <= 108).toBe(true);
        }
      }
      const classes = drumClassTable();
      for (const { pitch, velocity, isDrum } of song.notes!.filter((n) => n.instrument === 2)) {
        expect(isDrum && classes[pitch!]! >= 0 && velocity! >= 1 && velocity! <= 127).toBe(true);
      }
      for (const part of parts) {
        expect(song.notes!.filter(({ instrument }) => instrument === part).length).toBeGreaterThan(
          16,
        );
      }
    }
  });

  it('has distinct two-bar windows, and can be written as a MIDI file', () => {
    const all = Array.from({ length: 50 }, (_, index) => generatedSong({ index }));
    const cut = all.flatMap((song) => windows(quantize(song), { bars: 2 }));
    expect(cut).toHaveLength(50 * 15);
    const drums = cut.map(({ notes }) =>
      JSON.stringify(notes!.filter((n) => n.isDrum).map((n) => [n.pitch, n.quantizedStartStep])),
    );
    expect(new Set(drums).size).toBeGreaterThan(500);
    expect(readMidi(writeMidi(all[0]!)).notes).toHaveLength(all[0]!.notes!.length);
  });

  it('is refused for invalid numbers and unknown styles', () => {
    expect(() => generatedSong({ index: -1 })).toThrow(InvalidArgumentError);
    expect(() => generatedSong({ index: 0, bars: 0 })).toThrow(/bars must be from 1 to 256/u);
    expect(() => generatedSong({ index: 0, style: 'rok' as Style })).toThrow(UnknownNameError);
  });
});
