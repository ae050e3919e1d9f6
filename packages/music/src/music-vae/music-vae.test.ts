import {
  fromFiles,
  interpolate,
  interpolateFour,
  loadEngine,
  normals,
  sample,
  similar,
} from '@speil/core';
import type { Engine } from '@speil/api';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkpointFiles,
  loadMusicVae,
  quantize,
  readMidi,
  renderNotes,
  writeMidi,
  type MusicVae,
  type NoteSequence,
} from '../entries/index.js';
import { runOfficial, randomCheckpoint } from '../testing/official.js';

const melody = (numSteps: number): Parameters<typeof randomCheckpoint>[0] => ({
  type: 'MusicVAE',
  dataConverter: { type: 'MelodyConverter', args: { numSteps, minPitch: 60, maxPitch: 64 } },
});
const sizes: Parameters<typeof randomCheckpoint>[1] = {
  latent: 4,
  sigma: true,
  encoder: [5],
  decoders: [{ units: [6], nade: null }],
  conductor: [],
  controls: null,
};
const checkpoint = randomCheckpoint(melody(8), sizes, 3);
const files = checkpointFiles(checkpoint);
const line = (pitch: number): NoteSequence => ({
  notes: [
    { pitch, quantizedStartStep: 0, quantizedEndStep: 3 },
    { pitch: 62, quantizedStartStep: 4, quantizedEndStep: 8 },
  ],
  quantizationInfo: { stepsPerQuarter: 4 },
});

let engine: Engine;
let model: MusicVae;
beforeAll(async () => {
  engine = await loadEngine('wasm', { training: false });
  model = await loadMusicVae(fromFiles('tiny', files), { engine, name: 'tiny', batchSize: 3 });
  return () => model.dispose();
});

const pitches = (sequences: readonly NoteSequence[]): string[] =>
  sequences.map(({ notes }) => notes!.map((n) => `${n.pitch}@${n.quantizedStartStep}`).join(' '));

describe('the tools of a latent space of music', () => {
  it('draw the same samples for the same seed in batches of any size, and other samples for another seed', async () => {
    const draw = (seed: number): Promise<readonly NoteSequence[]> =>
      sample(model, 7, { temperature: 1, seed });
    expect(pitches(await draw(1))).toEqual(pitches(await draw(1)));
    expect(pitches(await draw(1))).not.toEqual(pitches(await draw(2)));
    const whole = await loadMusicVae(fromFiles('tiny', files), { engine });
    expect(pitches(await sample(whole, 7, { temperature: 1, seed: 1 }))).toEqual(
      pitches(await draw(1)),
    );
    whole.dispose();
  });

  it('interpolate between two and between four melodies', async () => {
    const path = await interpolate(model, line(60), line(64), { steps: 5, method: 'slerp' });
    expect(path).toHaveLength(5);
    const [from] = await interpolate(model, line(60), line(60), { steps: 2 });
    expect(pitches([path[0]!])).toEqual(pitches([from!]));
    const corners = [line(60), line(61), line(63), line(64)] as const;
    const grid = await interpolateFour(model, [...corners], { columns: 3, rows: 2 });
    expect(grid).toHaveLength(6);
    const [, end] = await interpolate(model, line(60), line(64), { steps: 2 });
    expect(pitches([grid[5]!])).toEqual(pitches([end!]));
  });

  it('find similar melodies', async () => {
    const alike = await similar(model, line(62), 4, 1);
    expect(new Set(pitches(alike)).size).toBe(1);
  });

  it('return notes that can be saved and rendered', async () => {
    const [played] = await sample(model, 1, { temperature: 1, seed: 4 });
    expect(played!.notes!.length).toBeGreaterThan(0);
    const back = quantize(readMidi(writeMidi(played!)));
    expect(pitches([back])).toEqual(pitches([played!]));
    expect(back.notes!.every(({ velocity }) => velocity! > 0)).toBe(true);
    expect(renderNotes(played!, { sampleRate: 8000 }).some((value) => value > 0.01)).toBe(true);
  });

  it('leave no values on the engine', async () => {
    const before = engine.memory().tensors;
    await sample(model, 4, { temperature: 0.5 });
    await interpolate(model, line(60), line(64));
    expect(engine.memory().tensors).toBe(before);
  });

  it('are stopped by an abort signal', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(sample(model, 9, { signal: stop.signal })).rejects.toThrow(/aborted/u);
  });
});

describe('samples at a temperature above 0', () => {
  /**
   * Two-sample chi-squared test on the events of the first two steps. The statistic for two samples of equal size is
   * sum (a - b)^2 / (a + b) over the cells. It is compared with the 99.9 % quantile of the chi-squared distribution
   * with (cells - 1) degrees of freedom, approximated as in Wilson and Hilferty 1931.
   */
  it('have the same distribution as samples of the official class, for 10,000 samples of each', async () => {
    const count = 10_000;
    const two = checkpointFiles(randomCheckpoint(melody(2), sizes, 3));
    const short = await loadMusicVae(fromFiles('two steps', two), { engine, batchSize: 2500 });
    const z = [...normals({ seed: 2, purpose: 'synthetic' }, 4)];
    const latents = {
      shape: [count, 4],
      values: Float32Array.from({ length: count * 4 }, (_, i) => z[i % 4]!),
    };
    const [answer] = await runOfficial([
      {
        files: two,
        sequences: [],
        z: Array.from({ length: count }, () => z),
        notes: false,
        temperature: 1.3,
      },
    ]);
    const ours = await short.decodeRows(latents, { temperature: 1.3, seed: 11 });
    const { outputDepth: depth, outputRows: rows } = short.converter;
    const cells = (values: ArrayLike<number>): Float64Array => {
      const counts = new Float64Array(depth * depth);
      for (let item = 0; item < count; item++) {
        const event = (row: number): number => {
          const at = (item * rows + row) * depth;
          let found = 0;
          for (let i = 0; i < depth; i++) if (values[at + i] === 1) found = i;
          return found;
        };
        counts[event(0) * depth + event(1)]! += 1;
      }
      return counts;
    };
    const [a, b] = [cells(answer!.rows), cells(ours.values)];
    // Cells with too few counts for the statistic are merged.
    const thick = [...a.keys()].filter((cell) => a[cell]! + b[cell]! >= 20);
    const rest = (counts: Float64Array): number =>
      counts.reduce((sum, n) => sum + n, 0) - thick.reduce((sum, cell) => sum + counts[cell]!, 0);
    const pairs = [
      ...thick.map((cell) => [a[cell]!, b[cell]!] as const),
      [rest(a), rest(b)] as const,
    ];
    const used = pairs.filter(([x, y]) => x + y > 0);
    const statistic = used.reduce((sum, [x, y]) => sum + (x - y) ** 2 / (x + y), 0);
    const freedom = used.length - 1;
    expect(freedom).toBeGreaterThan(15);
    const limit = freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3;
    expect(statistic).toBeLessThan(limit);
    // The test is able to fail: it detects a different temperature.
    const hotter = cells((await short.decodeRows(latents, { temperature: 2.5, seed: 11 })).values);
    const hotterStatistic = [...a.keys()].reduce(
      (sum, cell) => sum + (a[cell]! - hotter[cell]!) ** 2 / Math.max(1, a[cell]! + hotter[cell]!),
      0,
    );
    expect(hotterStatistic).toBeGreaterThan(limit);
    short.dispose();
  });
});

describe('a checkpoint', () => {
  const manifest = JSON.parse(new TextDecoder().decode(files['weights_manifest.json'])) as {
    weights: { name: string; shape: number[] }[];
  }[];
  const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const load = (changed: Record<string, Uint8Array | undefined>): Promise<MusicVae> => {
    const all = Object.entries({ ...files, ...changed }).filter(([, content]) => content);
    return loadMusicVae(fromFiles('tiny', Object.fromEntries(all) as Record<string, Uint8Array>), {
      engine,
    });
  };

  it('gives the same latents in the older layout, with one file per variable', async () => {
    const { weights } = manifest[0]!;
    const shard = files['group1-shard1of1']!;
    const older: Record<string, Uint8Array> = {};
    const entries: Record<string, object> = {};
    let at = 0;
    weights.forEach(({ name, shape }, i) => {
      const length = 4 * shape.reduce((product, n) => product * n, 1);
      older[`variable-${i}`] = shard.slice(at, at + length);
      entries[name] = { filename: `variable-${i}`, shape };
      at += length;
    });
    const other = await load({
      'weights_manifest.json': undefined,
      'manifest.json': bytes(entries),
      ...older,
    });
    expect(await other.encode([line(61)])).toEqual(await model.encode([line(61)]));
    other.dispose();
  });

  it('reports progress while it is read', async () => {
    const progress: number[] = [];
    const other = await loadMusicVae(fromFiles('tiny', files), {
      engine,
      onProgress: ({ bytes: read }) => progress.push(read),
    });
    expect(progress).toEqual([files['group1-shard1of1']!.length]);
    other.dispose();
  });

  it.each([
    [
      'without weights',
      { 'weights_manifest.json': undefined },
      /neither weights_manifest\.json nor/u,
    ],
    ['with a short shard', { 'group1-shard1of1': new Uint8Array(40) }, /Received: 40 bytes/u],
    [
      'of another converter',
      {
        'config.json': bytes({
          type: 'MusicVAE',
          dataConverter: {
            type: 'MelodyConverter',
            args: { numSteps: 8, minPitch: 60, maxPitch: 70 },
          },
        }),
      },
      /fw\/multi_rnn_cell\/cell_0\/lstm_cell\/kernel must be \[13, 20\]\. Received: \[7, 20\]/u,
    ],
    [
      'that has no variables for its segments',
      {
        'config.json': bytes({
          type: 'MusicVAE',
          dataConverter: {
            type: 'MelodyConverter',
            args: { numSteps: 8, numSegments: 2, minPitch: 60, maxPitch: 64 },
          },
        }),
      },
      /variable encoder\/hierarchical_level_0/u,
    ],
    [
      'of another kind',
      { 'config.json': bytes({ type: 'GANSynth' }) },
      /config\.json is not valid/u,
    ],
  ])('is refused with an error of one line: a checkpoint %s', async (_, changed, message) => {
    await expect(load(changed)).rejects.toThrow(message);
  });

  it('has quantised variables that differ from the originals by at most half a level', async () => {
    const kernel = 'decoder/output_projection/kernel';
    const { loadCheckpoint } = await import('../entries/index.js');
    const back = await loadCheckpoint(
      fromFiles('tiny', checkpointFiles(checkpoint, { quantization: 'uint8' })),
    );
    const [given, got] = [checkpoint.variables[kernel]!.values, back.variables[kernel]!.values];
    const range = Math.max(...given) - Math.min(...given);
    given.forEach((value, i) => {
      expect(Math.abs(value - got[i]!)).toBeLessThan((range / 255) * 0.501);
    });
  });
});
