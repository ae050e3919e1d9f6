/** The commands for pieces of music: extracting windows, measuring attributes, rendering sound. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeMidi } from '@speil/music';
import { describe, expect, it } from 'vitest';
import { musicFolder } from '../../src/testing/music.js';

const { cwd, speil, filesOf, read, notesOf } = musicFolder();

describe('extract', () => {
  it('lists the windows of a piece, and counts what they leave out', async () => {
    const { code, out, err } = await speil('extract', 'a.mid', '--part', 'drums', '--repeats');
    expect(code).toBe(0);
    const [head, ...rows] = out.split('\n');
    expect(head!.trim().split(/\s+/u)).toEqual(['BAR', 'AT', 'QPM', 'NOTES', 'DROPPED', 'CUT']);
    expect(rows).toHaveLength(7);
    expect(err).toMatch(/^7 windows of 2 bars; \d+ of them repeat others, 0 are silent\.$/u);
  });

  it('writes each window once, as a model takes it', async () => {
    const { out } = await speil('extract', 'a.mid', '--model', 'melody-2bar', '-o', 'e', '--json');
    const { windows, files } = JSON.parse(out) as {
      windows: { bar: number; notes: number; dropped: number; file: string }[];
      files: string[];
    };
    expect(files.at(-1)).toBe('e/a-windows.png');
    for (const { notes, dropped, file } of windows) {
      expect(notesOf(file).notes).toHaveLength(notes);
      expect(dropped).toBeGreaterThan(0);
    }
    expect(await filesOf('reconstruct', 'melody-2bar', files[0]!, '-o', 'e2')).toHaveLength(2);
  });
});

describe('attributes', () => {
  it('are measured: a piece of eighths on one drum has two notes per quarter and no range', async () => {
    const notes = Array.from({ length: 16 }, (_, i) => ({
      pitch: 42,
      isDrum: true,
      startTime: i * 0.25,
      endTime: i * 0.25 + 0.1,
    }));
    fs.writeFileSync(path.join(cwd, 'eighths.mid'), writeMidi({ notes, totalTime: 4 }));
    const { out } = await speil('attributes', 'eighths.mid', 'a.mid', '--json');
    const [eighths, song] = JSON.parse(out) as Record<string, number>[];
    expect(eighths).toEqual({
      file: 'eighths.mid',
      windows: 1,
      density: 2,
      syncopation: 0,
      range: 0,
      contour: 0,
    });
    expect(song!['range']).toBeGreaterThan(12);
    expect((await speil('attributes', 'a.mid')).out).toMatch(/^FILE +WINDOWS +DENSITY/u);
  });

  it('are shifted along their vectors: a shift by 0 changes nothing, another shift does', async () => {
    const shift = async (amount: string): Promise<{ before: number; after: number }[]> => {
      const { code, out } = await speil(
        ...['attributes', 'a.mid', 'b.mid', '--model', 'drums-2bar'],
        ...['--shift', `density=${amount}`, '-o', `shift${amount}`, '--json'],
      );
      expect(code).toBe(0);
      return (JSON.parse(out) as { shifts: { before: number; after: number }[] }).shifts;
    };
    for (const { before, after } of await shift('0')) expect(after).toBe(before);
    await shift('+3');
    expect(read('shift0/pairs.png').equals(read('shift+3/pairs.png'))).toBe(false);
  });
});

describe('sound', () => {
  it('is as long as the piece and the decay of its last note', async () => {
    const { code, out } = await speil('render', 'a.mid', '--rate', '8000', '-o', 'deep/a.wav');
    expect(code).toBe(0);
    const seconds = Number(/^deep\/a\.wav: ([\d.]+) seconds$/u.exec(out)![1]);
    const wav = read('deep/a.wav');
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect((wav.length - 44) / 2 / 8000).toBeCloseTo(seconds, 1);
    const { notes } = notesOf('a.mid');
    const end = Math.max(...notes!.map(({ endTime }) => endTime!));
    expect(seconds).toBeGreaterThanOrEqual(Math.floor(end));
    expect(seconds).toBeLessThan(end + 5);
  });

  it.runIf(process.platform !== 'win32')('is played by a player that the machine has', async () => {
    const player = path.join(cwd, 'aplay');
    const script = (line: string): void => {
      fs.writeFileSync(player, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    };
    script(`echo "$@" > ${path.join(cwd, 'played')}`);
    const { code, err } = await speil('play', 'a.mid');
    expect([code, err]).toEqual([0, expect.stringMatching(/^a\.mid: \d+:\d\d$/u)]);
    const [quiet, wav] = read('played').toString().trim().split(' ');
    expect(quiet).toBe('-q');
    expect(fs.existsSync(path.dirname(wav!))).toBe(false);
    // Some players report that they have no device, but exit with code 0.
    for (const end of [1, 0]) {
      script(`echo no sound card >&2; exit ${end}`);
      const failed = await speil('play', 'a.mid');
      expect([failed.code, failed.err]).toEqual([
        1,
        expect.stringMatching(/could not be played \(aplay: no sound card\)\. Write a file/u),
      ]);
    }
    // Another player may have a device.
    fs.writeFileSync(path.join(cwd, 'ffplay'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    expect(JSON.parse((await speil('play', 'a.mid', '--json')).out)).toMatchObject({
      file: 'a.mid',
      player: 'ffplay',
    });
    for (const name of ['aplay', 'ffplay']) fs.rmSync(path.join(cwd, name));
  });
});
