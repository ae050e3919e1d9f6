/** `speil import` of a MusicVAE in the layouts of magenta-js: the model is the same, or one line says what is wrong. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { sizeOf, type HostTensor } from '@speil/api';
import { fromFolder } from '@speil/core/node';
import { normals } from '@speil/core/random';
import { checkpointFiles, loadCheckpoint, musicVaeConfigSchema, planMusicVae } from '@speil/music';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { main } from '../../main.js';
import { recordedIo } from '../../testing/io.js';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-magenta-'));
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

async function speil(...args: readonly string[]) {
  const io = recordedIo({ cwd: dir });
  const code = await main(args, io);
  return { code, out: io.lines.out, err: io.lines.err };
}

/** A tiny untrained MusicVAE of melodies. */
const plan = planMusicVae(
  musicVaeConfigSchema.parse({
    type: 'MusicVAE',
    dataConverter: { type: 'MelodyConverter', args: { numSteps: 32, minPitch: 48, maxPitch: 84 } },
  }),
  {
    ...{ latent: 4, sigma: true, encoder: [4], decoders: [{ units: [4], nade: null }] },
    ...{ conductor: [], controls: null },
  },
);
const variables: Record<string, HostTensor> = Object.fromEntries(
  Object.entries(plan.variables).map(([name, shape], operation) => [
    name,
    { shape, values: normals({ seed: 3, purpose: 'synthetic', operation }, sizeOf(shape)) },
  ]),
);
const written = checkpointFiles({ plan, variables });
const shard = written['group1-shard1of1']!;

const at = (...names: readonly string[]): string => path.join(dir, ...names);

/** Writes a folder `mel` with these files. */
function write(files: Readonly<Record<string, Uint8Array | string>>): void {
  fs.mkdirSync(at('mel'), { recursive: true });
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(at('mel', name), content);
}

beforeEach(() => {
  for (const name of ['mel', 'out', 'notes']) fs.rmSync(at(name), { recursive: true, force: true });
});

interface Group {
  paths: string[];
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
}
const manifest = () =>
  JSON.parse(new TextDecoder().decode(written['weights_manifest.json'])) as [Group];

/** As TensorFlow.js splits weights: at any byte. */
function inTwoShards(first: string, second: string) {
  const [group] = manifest();
  group.paths = [first, second];
  return {
    'config.json': written['config.json']!,
    'weights_manifest.json': JSON.stringify([group]),
    [first]: shard.subarray(0, 1001),
    [second]: shard.subarray(1001),
  };
}

/** The layout before TensorFlow.js: one file for each variable. */
function older(): Record<string, Uint8Array | string> {
  const entries: Record<string, { filename: string; shape: readonly number[] }> = {};
  const files: Record<string, Uint8Array | string> = { 'config.json': written['config.json']! };
  let offset = 0;
  for (const { name, shape } of manifest()[0].weights) {
    const filename = name.replaceAll('/', '_');
    entries[name] = { filename, shape };
    files[filename] = shard.slice(offset, (offset += 4 * sizeOf(shape)));
  }
  return { ...files, 'manifest.json': JSON.stringify(entries) };
}

it.each([
  ['one shard', () => written],
  ['two shards', () => inTwoShards('group1-shard1of2', 'group1-shard2of2')],
  ['shards of other names', () => inTwoShards('weights-1.bin', 'weights-2.bin')],
  ['the older layout', older],
])(
  '%s: the model has the same weights, a card and checksums, and can be used',
  async (_, files) => {
    write(files());
    const { code, out, err } = await speil('import', 'mel', '-o', 'out');
    expect([code, err]).toEqual([0, []]);
    expect(out).toEqual([
      expect.stringMatching(
        /^out: vae, [\d,]+ parameters, MelodyConverter, 32 rows, latent 4\. Try it: speil sample out -n 4 -o out$/u,
      ),
    ]);
    const imported = (await loadCheckpoint(fromFolder(at('out')))).variables;
    expect(Object.keys(imported)).toEqual(Object.keys(variables));
    for (const [name, { shape, values }] of Object.entries(variables)) {
      expect(imported[name]!.shape).toEqual(shape);
      // TensorFlow adds 1 to the forget gate's bias itself, so that a file holds it rounded without the 1.
      const differences = values.map((value, i) => Math.abs(value - imported[name]!.values[i]!));
      expect(Math.max(...differences)).toBeLessThan(1e-6);
    }
    expect(fs.readFileSync(at('out', 'README.md'), 'utf8')).toMatch(/^---\nlicense: other\n/u);
    // What a push checks: the card, the checksums and the names of the files.
    expect((await speil('push', './out', '--to', 'copy', '--dry-run')).code).toBe(0);
    expect((await speil('sample', './out', '-n', '1', '-o', 'notes')).code).toBe(0);
    expect(fs.readdirSync(at('notes')).some((name) => name.endsWith('.mid'))).toBe(true);
  },
  60_000,
);

it('keeps a quantised checkpoint as it is, and the text and licence of its card', async () => {
  const quantised = checkpointFiles({ plan, variables }, { quantization: 'uint8' });
  write({ ...quantised, 'README.md': '---\nlicense: apache-2.0\n---\n\n# Mel\n\nOurs.\n' });
  expect((await speil('import', 'mel', '-o', 'out')).code).toBe(0);
  for (const [name, bytes] of Object.entries(quantised)) {
    expect(fs.readFileSync(at('out', name)).equals(bytes)).toBe(true);
  }
  const card = fs.readFileSync(at('out', 'README.md'), 'utf8');
  expect(card).toMatch(/^---\nlicense: apache-2\.0\n[^]*Ours\.\n$/u);
});

const { 'config.json': config, ...weights } = written;

it.each([
  [
    'without a configuration',
    () => weights,
    /has weights and no config\.json, which says how notes/u,
  ],
  [
    'of another model',
    () => ({ ...written, 'config.json': '{"type": "MusicRNN"}' }),
    /mel must be a MusicVAE\. Received: type MusicRNN in config\.json/u,
  ],
  [
    'of which a shard is missing',
    () => ({ 'config.json': config!, 'weights_manifest.json': written['weights_manifest.json']! }),
    /group1-shard1of1/u,
  ],
  [
    'of which a shard is too short',
    () => ({ ...written, 'group1-shard1of1': shard.subarray(0, 1000) }),
    /mel\/weights_manifest\.json says that group1-shard1of1 hold .*Received: 1000 bytes/u,
  ],
  [
    'with a shard outside of its folder',
    () => inTwoShards('group1-shard1of2', 'group1-shard2of2'),
    /\.\.\/elsewhere/u,
  ],
  [
    'of TensorFlow',
    () => ({ 'model.ckpt.index': 'x', 'model.ckpt.data-00000-of-00001': 'x' }),
    /mel is a checkpoint of TensorFlow, .*checkpoint_converter\.py .*speil import DIR -o my-model$/u,
  ],
])('refuses a checkpoint %s in one line, and writes nothing', async (what, files, line) => {
  write(files());
  if (what.includes('outside')) {
    const [group] = manifest();
    group.paths = ['../elsewhere'];
    fs.writeFileSync(at('mel', 'weights_manifest.json'), JSON.stringify([group]));
  }
  const { code, out, err } = await speil('import', 'mel', '-o', 'out');
  expect(code).toBeGreaterThan(0);
  expect(out).toEqual([]);
  expect(err).toHaveLength(1);
  expect(err[0]).toMatch(line);
  expect(err[0]).not.toContain('\n');
  expect(fs.existsSync(at('out'))).toBe(false);
});

it.each(['model.ckpt', 'model.ckpt.index', 'mel.tar'])(
  'refuses TensorFlow’s own format named by %s',
  async (name) => {
    write({ 'model.ckpt.index': 'x', 'model.ckpt.data-00000-of-00001': 'x', 'mel.tar': 'x' });
    const { code, err } = await speil('import', `mel/${name}`, '-o', 'out');
    expect([code, err]).toEqual([2, [expect.stringMatching(/is a checkpoint of TensorFlow/u)]]);
  },
);

it('refuses a second file, and options of pictures', async () => {
  write(written);
  expect((await speil('import', 'mel', 'mel', '-o', 'out')).err).toEqual([
    expect.stringMatching(/which is one folder: name it alone/u),
  ]);
  expect((await speil('import', 'mel', '--shape', '8x8x1', '-o', 'out')).err).toEqual([
    expect.stringMatching(/are for models of pictures: leave them out/u),
  ]);
});
