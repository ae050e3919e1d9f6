/** Tests the files that this package writes: a library that shares no code with it must read the same notes. */
import tone from '@tonejs/midi';
import { describe, expect, it } from 'vitest';
import { generatedSong, styleNames } from '../generated/index.js';
import { defaultTicksPerQuarter, writeMidi } from './midi/write.js';

interface Heard {
  readonly who: string;
  readonly start: number;
  readonly length: number;
}

const inOrder = (notes: readonly Heard[]): Heard[] =>
  [...notes].sort((a, b) => a.who.localeCompare(b.who) || a.start - b.start);

describe.each(styleNames)('the MIDI file of a %s', (style) => {
  it('is read by @tonejs/midi with the same notes, to within a tick', () => {
    const song = generatedSong({ seed: 3, index: 0, style });
    const { tracks, header } = new tone.Midi(writeMidi(song));
    const theirs = inOrder(
      tracks.flatMap(({ notes, instrument, channel }) =>
        notes.map(({ midi, velocity, time, duration }) => ({
          who: `${midi} ${Math.round(velocity * 127)} ${channel === 9 ? 'drums' : instrument.number}`,
          start: time,
          length: duration,
        })),
      ),
    );
    const ours = inOrder(
      song.notes!.map(({ pitch, velocity, program, isDrum, startTime, endTime }) => ({
        who: `${pitch} ${velocity} ${isDrum ? 'drums' : program}`,
        start: startTime!,
        length: endTime! - startTime!,
      })),
    );
    expect(theirs.map(({ who }) => who)).toEqual(ours.map(({ who }) => who));
    const { qpm } = song.tempos![0]!;
    const tick = 60 / qpm! / defaultTicksPerQuarter;
    ours.forEach(({ start, length }, i) => {
      expect(Math.abs(theirs[i]!.start - start)).toBeLessThan(tick);
      expect(Math.abs(theirs[i]!.length - length)).toBeLessThan(2 * tick);
    });
    expect(header.tempos[0]!.bpm).toBeCloseTo(qpm!, 3);
  });
});
