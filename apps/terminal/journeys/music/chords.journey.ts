/** The chords and the key that a model is conditioned on, from the command line or from the file that it encodes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { musicFolder, type CommandOutput } from '../../src/testing/music.js';

const { cwd, speil, filesOf, read, notesOf, barsOf } = musicFolder();

describe('chords and a key', () => {
  it('condition a model of melodies on one progression', async () => {
    const reported = ['--chords', 'C G Am F', '--key', 'C', '--temperature', '0'];
    await filesOf('sample', 'melody-chords', '-n', '2', ...reported, '-o', 'c1');
    await filesOf('sample', 'melody-chords', '-n', '2', ...reported, '--key', 'F#', '-o', 'c2');
    expect(barsOf('c1/sample-001.mid')).toBeLessThanOrEqual(2);
    expect(read('c1/samples.png').equals(read('c2/samples.png'))).toBe(false);
  });

  it('are taken from the file, unless the command gives others', async () => {
    const tune = ['X:1', 'M:4/4', 'L:1/8', 'K:C', '"C"CDEF GABc|"G7"BAGF EDCB,|'].join('\n');
    fs.writeFileSync(path.join(cwd, 'tune.abc'), tune);
    const heard = await speil('reconstruct', 'melody-chords', 'tune.abc', '-o', 'h1');
    expect(heard.code).toBe(0);
    expect(heard.err).toContain(
      'tune.abc: over the chords C G7, in the key of C; choose another with --chords and --key.',
    );
    const reported = async (chords: string, out: string): Promise<CommandOutput> =>
      speil(
        ...['reconstruct', 'melody-chords', 'tune.abc', '--chords', chords, '--key', 'C'],
        ...['-o', out],
      );
    expect((await reported('C G7', 'h2')).err).not.toContain('over the chords');
    await reported('F# Cm', 'h3');
    const [own, same, other] = ['h1', 'h2', 'h3'].map((folder) => read(`${folder}/tune.mid`));
    expect([same!.equals(own!), other!.equals(own!)]).toEqual([true, false]);
  });

  it('condition a multitrack model bar by bar, with one style over all chords', async () => {
    const [one] = await filesOf(
      ...['sample', 'multitrack-chords', '-n', '2', '--chords', 'C', '-o', 'm1'],
    );
    const [song] = await filesOf(
      ...['sample', 'multitrack-chords', '-n', '2', '--chords', 'C,G,Am,F', '-o', 'm4'],
    );
    expect([barsOf(one!), barsOf(song!)]).toEqual([1, 4]);
    // The first chord and the style are the same, so the first bar equals the single bar.
    const firstBar = (file: string): object[] =>
      notesOf(file)
        .notes!.filter(({ startTime }) => startTime! < 2 - 1e-6)
        .map(({ pitch, startTime }) => ({ pitch, startTime }));
    expect(firstBar(song!)).toEqual(firstBar(one!));
  });

  it('that the model does not know are rejected, unless the command gives others', async () => {
    const tune = ['X:1', 'M:4/4', 'L:1/8', 'K:C', '"Csus4"CDEF GABc|BAGF EDCB,|'].join('\n');
    fs.writeFileSync(path.join(cwd, 'strange.abc'), tune);
    const strange = ['reconstruct', 'melody-triads', 'strange.abc', '-o', 'h0'];
    expect(await speil(...strange)).toMatchObject({
      code: 1,
      err: 'speil: From bar 1 on, strange.abc has chords that melody-triads does not know: give others with --chords.',
    });
    expect((await speil(...strange, '--chords', 'C G')).code).toBe(0);
  });

  it('are inferred if a file names none, for both ends of an interpolation', async () => {
    const near = await speil('similar', 'melody-chords', 'line.mid', '-n', '2', '-o', 'h4');
    expect(near).toMatchObject({ code: 0, err: expect.stringContaining('in the key of Bb;') });
    const way = ['interpolate', 'melody-chords', 'line.mid', 'a.mid', '--steps', '3', '-o', 'h5'];
    const { code, err } = await speil(...way);
    expect([code, err.match(/over the chords/gu)?.length]).toEqual([0, 2]);
    const styles = ['multitrack-chords', 'm1/sample-001.mid', 'm1/sample-002.mid', '--steps', '3'];
    expect(await speil('interpolate', ...styles, '-o', 'h6')).toMatchObject({ code: 0 });
  });

  it('follow one another in an interpolation between two styles', async () => {
    const ends = ['m1/sample-001.mid', 'm1/sample-002.mid', '--steps', '8', '--slerp'];
    const reported = ['--chords', 'C G Am F', '-o', 'm8'];
    const files = await filesOf('interpolate', 'multitrack-chords', ...ends, ...reported);
    expect(files).toHaveLength(10);
    expect(barsOf('m8/way.mid')).toBe(8);
  });
});
