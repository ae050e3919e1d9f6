/** The terminal for music, as a person uses it: the command line runs in this process, on tiny random models. */
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { decodePng } from '@speil/images';
import { generatedSong, notesCodec, readMidi, writeMidi, type NoteSequence } from '@speil/music';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordedIo } from '../io.test-support.js';
import { main } from '../main.js';
import { resolveModel } from '../models/resolve.js';
import { installCheckpoints } from './checkpoints.test-support.js';

let cwd: string;
let folders: Readonly<Record<string, string>>;
beforeAll(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-music-'));
  folders = installCheckpoints(cwd);
  for (const index of [0, 1]) {
    const song = generatedSong({ index, bars: 8 });
    fs.writeFileSync(path.join(cwd, `${index === 0 ? 'a' : 'b'}.mid`), writeMidi(song));
  }
  const { notes, ...rest } = generatedSong({ index: 2, bars: 8 });
  const line = { ...rest, notes: notes!.filter(({ isDrum }) => !isDrum) };
  fs.writeFileSync(path.join(cwd, 'line.mid'), writeMidi(line));
  return () => fs.rmSync(cwd, { recursive: true, force: true });
});

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function speil(...args: readonly string[]): Promise<Told> {
  const io = recordedIo({ cwd, env: { XDG_CACHE_HOME: path.join(cwd, 'cache'), PATH: cwd } });
  const code = await main(args, io);
  return { code, out: io.lines.out.join('\n'), err: io.lines.err.join('\n') };
}

async function filesOf(...args: readonly string[]): Promise<readonly string[]> {
  const { code, out, err } = await speil(...args, '--json');
  expect([code, err]).toEqual([0, '']);
  return (JSON.parse(out) as { files: string[] }).files;
}

const read = (file: string): Buffer => fs.readFileSync(path.join(cwd, file));
const notesOf = (file: string): NoteSequence => readMidi(read(file));
const barsOf = (file: string): number => {
  const { notes, tempos } = notesOf(file);
  const end = Math.max(...notes!.map(({ endTime }) => endTime!));
  return Math.ceil((end * (tempos?.[0]?.qpm ?? 120)) / 240 - 1e-6);
};

describe('a model of music', () => {
  it('is sampled into MIDI files and a picture; a seed gives the same, another gives others', async () => {
    const files = await filesOf('sample', 'drums-2bar', '-n', '4', '--seed', '1', '-o', 's1');
    expect(files.map((file) => path.basename(file))).toEqual([
      'sample-1.mid',
      'sample-2.mid',
      'sample-3.mid',
      'sample-4.mid',
      'samples.png',
    ]);
    expect(notesOf(files[0]!).notes!.every(({ isDrum }) => isDrum)).toBe(true);
    await filesOf('sample', 'drums-2bar', '-n', '4', '--seed', '1', '-o', 's2');
    await filesOf('sample', 'drums-2bar', '-n', '4', '--seed', '2', '-o', 's3');
    expect(read('s1/samples.png').equals(read('s2/samples.png'))).toBe(true);
    expect(read('s1/samples.png').equals(read('s3/samples.png'))).toBe(false);
    expect(decodePng(read('s1/samples.png'), 's1').channels).toBe(3);
  });

  it('plays as fast as it is told, and at the temperature that it is told', async () => {
    await filesOf('sample', 'melody-2bar', '-n', '1', '--qpm', '90', '-o', 'q');
    expect(notesOf('q/sample-1.mid').tempos![0]!.qpm).toBeCloseTo(90, 2);
    for (const [temperature, out] of [
      ['0', 't0'],
      ['1.5', 't1'],
    ] as const) {
      await filesOf('sample', 'melody-2bar', '-n', '4', '--temperature', temperature, '-o', out);
    }
    expect(read('t0/samples.png').equals(read('t1/samples.png'))).toBe(false);
  });

  it('is sampled where the codes of songs lie, at the temperature that its notes are told', async () => {
    const mixture = ['--sampler', 'mixture', '--data', 'generated', '--limit', '30'];
    const fitted = (temperature: string, out: string) =>
      filesOf(
        ...['sample', 'drums-2bar', ...mixture, '--components', '2', '-n', '2'],
        ...['--temperature', temperature, '-o', out],
      );
    expect(await fitted('0.5', 'm')).toEqual(['m/sample-1.mid', 'm/sample-2.mid', 'm/samples.png']);
    await fitted('1.5', 'm-hot');
    await filesOf('sample', 'drums-2bar', '-n', '2', '-o', 'm-prior');
    expect(read('m/samples.png').equals(read('m-hot/samples.png'))).toBe(false);
    expect(read('m/samples.png').equals(read('m-prior/samples.png'))).toBe(false);
  });

  it('gives the codes of a whole set of songs', async () => {
    const data = ['--data', 'generated', '--limit', '30'];
    expect(await filesOf('embed', 'trained', ...data, '-o', 'codes')).toContain('codes/codes.npy');
    const told = JSON.parse(read('codes/codes.json').toString()) as Record<string, unknown>;
    expect(told).toMatchObject({ shape: [30, 8] });
  });

  it('goes from one piece to another: thirteen steps, each a file, all in one piece and one picture', async () => {
    const files = await filesOf(
      ...['interpolate', 'drums-2bar', 'a.mid', 'b.mid', '--steps', '13', '--slerp', '-o', 'way'],
    );
    expect(files).toHaveLength(15);
    expect(files[0]).toBe('way/step-01.mid');
    expect(barsOf('way/way.mid')).toBeGreaterThan(24);
    // The ends are the pieces as the model sees them, at the first one's tempo.
    const [first] = await filesOf('reconstruct', 'drums-2bar', 'a.mid', '-o', 'rec-a');
    const firstBars = notesOf(first!).notes!.filter(({ startTime }) => startTime! < 1);
    const step = notesOf('way/step-01.mid');
    expect(step.tempos![0]!.qpm).toBeCloseTo(notesOf('a.mid').tempos![0]!.qpm!, 2);
    expect(step.notes!.filter(({ startTime }) => startTime! < 1)).toEqual(firstBars);
    expect(await filesOf('interpolate', 'drums-2bar', 'a.mid', 'b.mid', '-o', 'w.png')).toEqual([
      'w.png',
    ]);
    expect(await filesOf('interpolate', 'drums-2bar', 'a.mid', 'b.mid', '-o', 'w.mid')).toEqual([
      'w.mid',
    ]);
  });

  it('reconstructs a whole song, window by window', async () => {
    const files = await filesOf('reconstruct', 'melody-2bar', 'line.mid', 'b.mid', '-o', 'rec');
    expect(files).toEqual(['rec/line.mid', 'rec/b.mid', 'rec/pairs.png']);
    expect(barsOf('rec/line.mid')).toBeGreaterThan(6);
  });

  it('finds pieces like one: at no distance all are one, further away they differ', async () => {
    const [one, other] = await filesOf(
      ...['similar', 'drums-2bar', 'a.mid', '-n', '2', '--distance', '0', '-o', 'near'],
    );
    expect(read(one!).equals(read(other!))).toBe(true);
    await filesOf('similar', 'drums-2bar', 'a.mid', '-n', '2', '--distance', '0.8', '-o', 'far');
    expect(read('far/similar-1.mid').equals(read('far/similar-2.mid'))).toBe(false);
  });

  it('plays beside the grid where it has learned to', async () => {
    await filesOf('sample', 'groove-2bar', '-n', '2', '-o', 'groove');
    await filesOf('reconstruct', 'groove-2bar', 'a.mid', '-o', 'groove');
    await filesOf('interpolate', 'groove-2bar', 'a.mid', 'b.mid', '--steps', '3', '-o', 'groove');
    expect(barsOf('groove/way.mid')).toBeGreaterThanOrEqual(5);
  });

  it('is one that was trained here as well, with the same draws', async () => {
    const folder = folders['drums-2bar']!;
    const [official] = await filesOf('sample', folder, '-n', '1', '-o', 'official');
    const [trained] = await filesOf('sample', 'trained', '-n', '1', '-o', 'trained-draws');
    expect(read(trained!).equals(read(official!))).toBe(true);
    const extracted = await speil('extract', 'a.mid', '--model', 'trained', '--json');
    expect(extracted).toEqual(await speil('extract', 'a.mid', '--model', folder, '--json'));
    expect(resolveModel('trained', cwd)).toMatchObject({ kind: 'music', form: 'model' });
    expect(notesCodec).toBe('music-vae');
  });

  it('is a folder as well as a name, or an address whose files are kept', async () => {
    const folder = folders['drums-2bar']!;
    await filesOf('sample', folder, '-n', '1', '-o', 'by-folder');
    const server = createServer(({ url }, response) => {
      const file = path.join(folder, path.basename(url!));
      response.statusCode = fs.existsSync(file) && url!.startsWith('/here/') ? 200 : 404;
      response.end(response.statusCode === 200 ? fs.readFileSync(file) : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const loaded = await speil('sample', `${address}/here`, '-n', '1', '-o', 'by-address');
    expect(loaded).toMatchObject({ code: 0, err: expect.stringMatching(/file 1 of 1, \d+ kB$/u) });
    const absent = await speil('sample', `${address}/gone`, '-n', '1', '-o', 'x');
    expect([absent.code, absent.err]).toEqual([
      1,
      `speil: ${address}/gone/config.json is not there.`,
    ]);
    await new Promise((resolve) => server.close(resolve));
    expect((await speil('sample', `${address}/here`, '-n', '1', '-o', 'kept')).code).toBe(0);
    expect(read('kept/sample-1.mid').equals(read('by-folder/sample-1.mid'))).toBe(true);
  });
});

describe('chords and a key', () => {
  it('are told to a model of melodies as one progression', async () => {
    const told = ['--chords', 'C G Am F', '--key', 'C', '--temperature', '0'];
    await filesOf('sample', 'melody-chords', '-n', '2', ...told, '-o', 'c1');
    await filesOf('sample', 'melody-chords', '-n', '2', ...told, '--key', 'F#', '-o', 'c2');
    expect(barsOf('c1/sample-1.mid')).toBeLessThanOrEqual(2);
    expect(read('c1/samples.png').equals(read('c2/samples.png'))).toBe(false);
  });

  it('are those of a file, unless others are asked for', async () => {
    const tune = ['X:1', 'M:4/4', 'L:1/8', 'K:C', '"C"CDEF GABc|"G7"BAGF EDCB,|'].join('\n');
    fs.writeFileSync(path.join(cwd, 'tune.abc'), tune);
    const heard = await speil('reconstruct', 'melody-chords', 'tune.abc', '-o', 'h1');
    expect(heard.code).toBe(0);
    expect(heard.err).toContain(
      'tune.abc: over the chords C G7, in the key of C; say another with --chords and --key.',
    );
    const told = async (chords: string, out: string): Promise<Told> =>
      speil(
        ...['reconstruct', 'melody-chords', 'tune.abc', '--chords', chords, '--key', 'C'],
        ...['-o', out],
      );
    expect((await told('C G7', 'h2')).err).not.toContain('over the chords');
    await told('F# Cm', 'h3');
    const [own, same, other] = ['h1', 'h2', 'h3'].map((folder) => read(`${folder}/tune.mid`));
    expect([same!.equals(own!), other!.equals(own!)]).toEqual([true, false]);
  });

  it('are told to a model of tracks bar by bar: one style over all of them', async () => {
    const [one] = await filesOf(
      ...['sample', 'multitrack-chords', '-n', '2', '--chords', 'C', '-o', 'm1'],
    );
    const [song] = await filesOf(
      ...['sample', 'multitrack-chords', '-n', '2', '--chords', 'C,G,Am,F', '-o', 'm4'],
    );
    expect([barsOf(one!), barsOf(song!)]).toEqual([1, 4]);
    // The first chord is the same, and so is the style: the first bar is the one bar.
    const firstBar = (file: string): object[] =>
      notesOf(file)
        .notes!.filter(({ startTime }) => startTime! < 2 - 1e-6)
        .map(({ pitch, startTime }) => ({ pitch, startTime }));
    expect(firstBar(song!)).toEqual(firstBar(one!));
  });

  it('are inferred where a file names none, of each end of a way', async () => {
    const near = await speil('similar', 'melody-chords', 'line.mid', '-n', '2', '-o', 'h4');
    expect(near).toMatchObject({ code: 0, err: expect.stringContaining('in the key of Bb;') });
    const way = ['interpolate', 'melody-chords', 'line.mid', 'a.mid', '--steps', '3', '-o', 'h5'];
    const { code, err } = await speil(...way);
    expect([code, err.match(/over the chords/gu)?.length]).toEqual([0, 2]);
    const styles = ['multitrack-chords', 'm1/sample-1.mid', 'm1/sample-2.mid', '--steps', '3'];
    expect(await speil('interpolate', ...styles, '-o', 'h6')).toMatchObject({ code: 0 });
  });

  it('are played in turn on the way between two styles', async () => {
    const ends = ['m1/sample-1.mid', 'm1/sample-2.mid', '--steps', '8', '--slerp'];
    const told = ['--chords', 'C G Am F', '-o', 'm8'];
    const files = await filesOf('interpolate', 'multitrack-chords', ...ends, ...told);
    expect(files).toHaveLength(10);
    expect(barsOf('m8/way.mid')).toBe(8);
  });
});

describe('what cannot be', () => {
  it.each([
    [['sample', 'melody-chords', '--key', 'C', '-o', 'x'], 2, /told what it plays: --chords "C G/u],
    [['sample', 'drums-2bar', '--chords', 'C', '-o', 'x'], 2, /is told no chords: leave out/u],
    [['sample', 'drums-2bar', '--label', '1', '-o', 'x'], 2, /of music: leave out --label/u],
    [['sample', 'multitrack-chords', '--chords', 'H', '-o', 'x'], 1, /Received: 'H'/u],
    [['sample', 'melody-2bar', '-n', '5000', '-o', 'x'], 2, /At most 1024 pieces/u],
    [['sample', 'mnist-vae', '--qpm', '90', '-o', 'x'], 2, /of pictures: leave out --qpm/u],
    [['sample', 'drums-2bar', '--sampler', 'mixture', '-o', 'x'], 2, /name the data with --data/u],
    [['grid', 'trained', '-o', 'x.png'], 2, /trained is a model of music/u],
    [['grid', 'drums-2bar', '-o', 'x.png'], 2, /is a model of music; this command takes/u],
    [['export', 'drums-2bar', '--to', 'onnx', '-o', 'x'], 2, /is a model of music/u],
    [['eval', 'drums-2bar'], 2, /name the data with --data/u],
    [['reconstruct', 'drums-2bar', 'line.mid', '-o', 'x'], 1, /takes: drums in 4\/4/u],
    [['reconstruct', 'drums-2bar', 'gone.mid', '-o', 'x'], 1, /Cannot read gone.mid: ENOENT/u],
    [['reconstruct', 'drums-2bar', 'package.mid', '-o', 'x'], 1, /is no file of notes/u],
    [['interpolate', 'drums-2bar', 'a.mid', 'b.mid', '-o', 'w.wav'], 2, /writes .png and .mid/u],
    [
      ['interpolate', 'drums-2bar', 'a.mid', 'b.mid', '--bar', '99', '-o', 'w'],
      2,
      /from bar 1 to 7. Received: --bar 99/u,
    ],
    [['sample', 'half', '-o', 'x'], 1, /half has neither weights_manifest.json nor/u],
    [['extract', 'line.mid', '--part', 'drums'], 1, /no window of 2 bars with drums/u],
    [['extract', 'a.mid', '--model', 'drums-2bar', '--bars', '4'], 2, /leave out --bars/u],
    [['extract', 'a.mid', '--model', 'mnist-vae'], 2, /must be one of music/u],
    [['attributes', 'a.mid', '--shift', 'density=1'], 2, /-o DIR together/u],
    [
      ['attributes', 'a.mid', '--model', 'drums-2bar', '--shift', 'dense=1', '-o', 'x'],
      2,
      /knows density, syncopation/u,
    ],
    [
      ['attributes', 'a.mid', '--model', 'mnist-vae', '--shift', 'range=1', '-o', 'x'],
      2,
      /takes models of music/u,
    ],
    [
      ['attributes', 'a.mid', '--model', 'drums-2bar', '--shift', 'syncopation=1', '-o', 'x'],
      1,
      /^speil: Generated songs differ too little in syncopation, as drums-2bar takes them/u,
    ],
    [['play', 'a.mid'], 1, /no player of sound files here/u],
  ])('is told in one line: speil %j', async (args, code, message) => {
    fs.writeFileSync(path.join(cwd, 'package.mid'), '{"name":"none"}');
    fs.mkdirSync(path.join(cwd, 'half'), { recursive: true });
    fs.copyFileSync(
      path.join(folders['drums-2bar']!, 'config.json'),
      path.join(cwd, 'half', 'config.json'),
    );
    const told = await speil(...args);
    expect(told.err).toMatch(message);
    expect([told.code, told.err.split('\n').length, told.out]).toEqual([code, 1, '']);
    expect(fs.existsSync(path.join(cwd, 'x'))).toBe(false);
  });
});

describe('extract', () => {
  it('lists the windows of a piece, and what they leave out', async () => {
    const { code, out, err } = await speil('extract', 'a.mid', '--part', 'drums', '--repeats');
    expect(code).toBe(0);
    const [head, ...rows] = out.split('\n');
    expect(head!.trim().split(/\s+/u)).toEqual(['BAR', 'AT', 'QPM', 'NOTES', 'DROPPED', 'CUT']);
    expect(rows).toHaveLength(7);
    expect(err).toMatch(/^7 windows of 2 bars; \d+ of them repeat others, 0 are silent\.$/u);
  });

  it('writes them, each once, as a model takes them', async () => {
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
  it('are counted: a piece of eighths on one drum has two notes a quarter and no range', async () => {
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

  it('are moved along their vectors: no shift changes nothing, a shift does', async () => {
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
  it('is as long as the piece and its last tail', async () => {
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

  it.runIf(process.platform !== 'win32')('is played by what the machine has', async () => {
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
    script('echo no sound card >&2; exit 1');
    const failed = await speil('play', 'a.mid');
    expect([failed.code, failed.err]).toEqual([
      1,
      expect.stringMatching(/could not be played \(aplay: no sound card\)\. Write a file/u),
    ]);
    // Another may have something to play on.
    fs.writeFileSync(path.join(cwd, 'ffplay'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    expect(JSON.parse((await speil('play', 'a.mid', '--json')).out)).toMatchObject({
      file: 'a.mid',
      player: 'ffplay',
    });
    for (const name of ['aplay', 'ffplay']) fs.rmSync(path.join(cwd, name));
  });
});
