/** The commands for music as a person uses them. The command line runs in this process, on tiny random models. */
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { decodePng } from '@speil/images';
import { notesCodec } from '@speil/music';
import { describe, expect, it } from 'vitest';
import { resolveModel } from '../../src/models/resolve.js';
import { musicFolder } from '../../src/testing/music.js';

const { cwd, folders, speil, filesOf, read, notesOf, barsOf } = musicFolder();

describe('a model of music', () => {
  it('is sampled into MIDI files and a picture, with the same result for the same seed', async () => {
    const files = await filesOf('sample', 'drums-2bar', '-n', '4', '--seed', '1', '-o', 's1');
    expect(files.map((file) => path.basename(file))).toEqual([
      'sample-001.mid',
      'sample-002.mid',
      'sample-003.mid',
      'sample-004.mid',
      'samples.png',
    ]);
    expect(notesOf(files[0]!).notes!.every(({ isDrum }) => isDrum)).toBe(true);
    await filesOf('sample', 'drums-2bar', '-n', '4', '--seed', '1', '-o', 's2');
    await filesOf('sample', 'drums-2bar', '-n', '4', '--seed', '2', '-o', 's3');
    expect(read('s1/samples.png').equals(read('s2/samples.png'))).toBe(true);
    expect(read('s1/samples.png').equals(read('s3/samples.png'))).toBe(false);
    expect(decodePng(read('s1/samples.png'), 's1').channels).toBe(3);
  });

  it('plays at the tempo and the temperature that the command gives', async () => {
    await filesOf('sample', 'melody-2bar', '-n', '1', '--qpm', '90', '-o', 'q');
    expect(notesOf('q/sample-001.mid').tempos![0]!.qpm).toBeCloseTo(90, 2);
    for (const [temperature, out] of [
      ['0', 't0'],
      ['1.5', 't1'],
    ] as const) {
      await filesOf('sample', 'melody-2bar', '-n', '4', '--temperature', temperature, '-o', out);
    }
    expect(read('t0/samples.png').equals(read('t1/samples.png'))).toBe(false);
  });

  it('is sampled from a mixture fitted to the latents of songs, and the temperature changes the notes', async () => {
    const mixture = ['--sampler', 'mixture', '--data', 'generated', '--limit', '30'];
    const fitted = (temperature: string, out: string) =>
      filesOf(
        ...['sample', 'drums-2bar', ...mixture, '--components', '2', '-n', '2'],
        ...['--temperature', temperature, '-o', out],
      );
    expect(await fitted('0.5', 'm')).toEqual([
      'm/sample-001.mid',
      'm/sample-002.mid',
      'm/samples.png',
    ]);
    await fitted('1.5', 'm-hot');
    await filesOf('sample', 'drums-2bar', '-n', '2', '-o', 'm-prior');
    expect(read('m/samples.png').equals(read('m-hot/samples.png'))).toBe(false);
    expect(read('m/samples.png').equals(read('m-prior/samples.png'))).toBe(false);
  });

  it('writes the latents of a whole dataset of songs', async () => {
    const data = ['--data', 'generated', '--limit', '30'];
    expect(await filesOf('embed', 'trained', ...data, '-o', 'latents')).toContain(
      'latents/latents.npy',
    );
    const reported = JSON.parse(read('latents/latents.json').toString()) as Record<string, unknown>;
    expect(reported).toMatchObject({ shape: [30, 8] });
  });

  it('interpolates between two pieces in thirteen steps, with a file for each, one for all and a picture', async () => {
    const files = await filesOf(
      ...['interpolate', 'drums-2bar', 'a.mid', 'b.mid', '--steps', '13', '--slerp', '-o', 'way'],
    );
    expect(files).toHaveLength(15);
    expect(files[0]).toBe('way/step-001.mid');
    expect(barsOf('way/way.mid')).toBeGreaterThan(24);
    // The ends are the reconstructions of the pieces, at the tempo of the first piece.
    const [first] = await filesOf('reconstruct', 'drums-2bar', 'a.mid', '-o', 'rec-a');
    const firstBars = notesOf(first!).notes!.filter(({ startTime }) => startTime! < 1);
    const step = notesOf('way/step-001.mid');
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

  it('finds similar pieces, which are equal at distance 0 and differ at a larger distance', async () => {
    const [one, other] = await filesOf(
      ...['similar', 'drums-2bar', 'a.mid', '-n', '2', '--distance', '0', '-o', 'near'],
    );
    expect(read(one!).equals(read(other!))).toBe(true);
    await filesOf('similar', 'drums-2bar', 'a.mid', '-n', '2', '--distance', '0.8', '-o', 'far');
    expect(read('far/similar-001.mid').equals(read('far/similar-002.mid'))).toBe(false);
  });

  it('plays off the grid if it was trained to', async () => {
    await filesOf('sample', 'groove-2bar', '-n', '2', '-o', 'groove');
    await filesOf('reconstruct', 'groove-2bar', 'a.mid', '-o', 'groove');
    await filesOf('interpolate', 'groove-2bar', 'a.mid', 'b.mid', '--steps', '3', '-o', 'groove');
    expect(barsOf('groove/way.mid')).toBeGreaterThanOrEqual(5);
  });

  it('can be a checkpoint or a model of our own, with the same samples', async () => {
    const folder = folders['drums-2bar']!;
    const [official] = await filesOf('sample', folder, '-n', '1', '-o', 'official');
    const [trained] = await filesOf('sample', 'trained', '-n', '1', '-o', 'trained-draws');
    expect(read(trained!).equals(read(official!))).toBe(true);
    const extracted = await speil('extract', 'a.mid', '--model', 'trained', '--json');
    expect(extracted).toEqual(await speil('extract', 'a.mid', '--model', folder, '--json'));
    expect(resolveModel('trained', { cwd, env: {} })).toMatchObject({
      domain: 'music',
      form: 'model',
    });
    expect(notesCodec).toBe('music-vae');
  });

  it('can be given as a folder, a name or an address, whose files are then cached', async () => {
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
      `speil: ${address}/gone/config.json does not exist.`,
    ]);
    await new Promise((resolve) => server.close(resolve));
    expect((await speil('sample', `${address}/here`, '-n', '1', '-o', 'kept')).code).toBe(0);
    expect(read('kept/sample-001.mid').equals(read('by-folder/sample-001.mid'))).toBe(true);
  });
});

describe('an impossible command', () => {
  it.each([
    [
      ['sample', 'melody-chords', '--key', 'C', '-o', 'x'],
      2,
      /is conditioned on chords: give --chords "C G/u,
    ],
    [
      ['sample', 'drums-2bar', '--chords', 'C', '-o', 'x'],
      2,
      /is not conditioned on chords: leave out/u,
    ],
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
    [
      ['reconstruct', 'drums-2bar', 'gone.mid', '-o', 'x'],
      1,
      /Cannot read gone.mid: it does not exist/u,
    ],
    [
      ['reconstruct', 'drums-2bar', 'package.mid', '-o', 'x'],
      1,
      /is not a supported file of notes/u,
    ],
    [['interpolate', 'drums-2bar', 'a.mid', 'b.mid', '-o', 'w.wav'], 2, /writes .png and .mid/u],
    [
      ['interpolate', 'drums-2bar', 'a.mid', 'b.mid', '--bar', '99', '-o', 'w'],
      2,
      /from bar 1 to 7. Received: --bar 99/u,
    ],
    [['sample', 'half', '-o', 'x'], 1, /half has neither weights_manifest.json nor/u],
    [['extract', 'line.mid', '--part', 'drums'], 1, /no window of 2 bars with drums/u],
    [['extract', 'a.mid', '--model', 'drums-2bar', '--bars', '4'], 2, /leave out --bars/u],
    [['extract', 'a.mid', '--model', 'mnist-vae'], 2, /takes models of music/u],
    [['attributes', 'a.mid', '--shift', 'density=1'], 2, /-o DIR together/u],
    [
      ['attributes', 'a.mid', '--model', 'drums-2bar', '--shift', 'dense=1', '-o', 'x'],
      2,
      /takes density, syncopation/u,
    ],
    [
      ['attributes', 'a.mid', '--model', 'mnist-vae', '--shift', 'range=1', '-o', 'x'],
      2,
      /takes models of music/u,
    ],
    [
      ['attributes', 'a.mid', '--model', 'drums-2bar', '--shift', 'syncopation=1', '-o', 'x'],
      1,
      /^speil: The windows of generated songs that drums-2bar takes differ too little in syncopation/u,
    ],
    [['play', 'a.mid'], 1, /no player for sound files here/u],
  ])('fails with one line: speil %j', async (args, code, message) => {
    fs.writeFileSync(path.join(cwd, 'package.mid'), '{"name":"none"}');
    fs.mkdirSync(path.join(cwd, 'half'), { recursive: true });
    fs.copyFileSync(
      path.join(folders['drums-2bar']!, 'config.json'),
      path.join(cwd, 'half', 'config.json'),
    );
    const reported = await speil(...args);
    expect(reported.err).toMatch(message);
    expect([reported.code, reported.err.split('\n').length, reported.out]).toEqual([code, 1, '']);
    expect(fs.existsSync(path.join(cwd, 'x'))).toBe(false);
  });
});
