/** A packaged model that is sound passes; one that was changed is found, whichever file was changed. */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { main } from '../../main.js';
import { recordedIo } from '../../testing/io.js';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-verify-'));
afterAll(() => fs.rmSync(dir, { recursive: true }));

const require = createRequire(import.meta.url);
const folderOf = (name: string): string =>
  path.dirname(require.resolve(`@speil/model-${name}/package.json`));

async function verify(...args: readonly string[]) {
  const io = recordedIo({ cwd: dir });
  const code = await main(['verify', ...args, '--engine', 'cpu'], io);
  return { code, out: io.lines.out, err: io.lines.err };
}

const copy = path.join(dir, 'copy');
beforeEach(() => {
  fs.rmSync(copy, { recursive: true, force: true });
  fs.mkdirSync(copy);
  for (const file of ['model.json', 'weights.safetensors', 'golden.json']) {
    fs.copyFileSync(path.join(folderOf('mnist-cvae'), file), path.join(copy, file));
  }
});

interface Changeable {
  readonly dataset: { fingerprint: string };
  readonly latents: { readonly values: number[] };
}

/** Changes a JSON file of the copy. */
function change(file: string, edit: (value: never) => void): void {
  const target = path.join(copy, file);
  const value = JSON.parse(fs.readFileSync(target, 'utf8')) as never;
  edit(value);
  fs.writeFileSync(target, JSON.stringify(value));
}

it('accepts a sound model, and says how close its outputs are', async () => {
  const { code, out, err } = await verify('./copy');
  expect([code, err]).toEqual([
    0,
    [expect.stringMatching(/has no SHA256SUMS/u), expect.stringMatching(/has no card/u)],
  ]);
  expect(out[1]).toMatch(/^cpu: compared with (?:its own golden outputs|the reference), cpu \d/u);
  expect(out[2]).toMatch(/^cpu, latents: largest difference 0(?:\.0000\d)?, at most 0\.000\d\d$/u);
  expect(out.at(-1)).toBe('./copy is sound, and computes its golden outputs on this machine.');
});

it('finds a changed weight by its checksum', async () => {
  const file = path.join(copy, 'weights.safetensors');
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 9]! ^= 1;
  fs.writeFileSync(file, bytes);
  const { code, err } = await verify('./copy');
  expect(code).toBe(1);
  expect(err.join()).toMatch(/weights\.safetensors is damaged: its sha256 is not the one/u);
});

it('finds a changed golden output', async () => {
  change('golden.json', ({ mean }: { mean: { values: number[] } }) => {
    mean.values[0]! += 0.01;
  });
  const { code, out, err } = await verify('./copy', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out[0]!)).toMatchObject({
    ok: false,
    engines: [{ engine: 'cpu', version: expect.any(String) as string, processor: process.arch }],
  });
  expect(err.at(-1)).toMatch(/does not compute its golden outputs on cpu: latents differ/u);
});

it('compares an engine without golden outputs of its own with the reference', async () => {
  change('golden.json', (golden: { engines: unknown }) => {
    golden.engines = [];
  });
  const { code, out } = await verify('./copy');
  expect(code).toBe(0);
  expect(out[1]).toMatch(/^cpu: compared with the reference, cpu /u);
  expect(out[2]).toMatch(/^cpu, latents: largest difference 0(?:\.0000\d)?, at most 0\.00050$/u);
});

it('finds a small change of an engine’s own golden outputs, which the reference allows', async () => {
  // A machine of another kind has no golden outputs of its own until the model is packed there.
  expect(await main(['pack', './copy', '--license', 'mit'], recordedIo({ cwd: dir }))).toBe(0);
  const engineOf = (golden: { engines: { engine: string; values: { latents: number[] } }[] }) =>
    golden.engines.find(({ engine }) => engine === 'cpu')!;
  change('golden.json', (golden: never) => {
    engineOf(golden).values.latents[0]! += 1e-4;
  });
  fs.rmSync(path.join(copy, 'SHA256SUMS'));
  const { code, err } = await verify('./copy');
  expect(code).toBe(1);
  expect(err.at(-1)).toMatch(/on cpu: latents, own values differ/u);
});

it('refuses golden outputs that are invalid, of other data or missing, each in one line', async () => {
  change('golden.json', (golden: { decoded: unknown }) => {
    golden.decoded = 'pictures';
  });
  expect((await verify('./copy')).err).toEqual([
    expect.stringMatching(/golden\.json is not valid: decoded: /u),
  ]);
  fs.copyFileSync(path.join(folderOf('mnist-cvae'), 'golden.json'), path.join(copy, 'golden.json'));
  let fingerprint = '';
  change('golden.json', ({ dataset }: Changeable) => {
    ({ fingerprint } = dataset);
    dataset.fingerprint = 'other';
  });
  expect((await verify('./copy')).err).toEqual([
    expect.stringMatching(/are of other data than this version has/u),
  ]);
  change('golden.json', ({ dataset, latents }: Changeable) => {
    dataset.fingerprint = fingerprint;
    latents.values.pop();
  });
  expect((await verify('./copy')).err).toEqual([
    expect.stringMatching(/A batch of shape \[5, 2\] must hold 10 values\. Received: 9\./u),
  ]);
  fs.rmSync(path.join(copy, 'golden.json'));
  expect((await verify('./copy')).err).toEqual([
    expect.stringMatching(/has no golden outputs \(golden\.json\)\. speil pack writes them/u),
  ]);
});

it('checks models of music as well', async () => {
  const { code, out } = await verify('drums-2bar', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out[0]!)).toMatchObject({ ok: true });
}, 60_000);
