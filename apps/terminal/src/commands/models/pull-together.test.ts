/** Two pulls of one model at the same moment: both succeed, and each byte is downloaded once. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { main } from '../../main.js';
import { withDownloadLock } from '../../publishing/pull/download-lock.js';
import { silentProgress } from '../../report/progress.js';
import { startHub, type HubServer } from '../../testing/hub-server.js';
import { recordedIo } from '../../testing/io.js';
import { writeModel } from '../../testing/models.js';

let dir: string;
let hub: HubServer;
const at = (...names: readonly string[]): string => path.join(dir, ...names);

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-together-'));
  hub = await startHub();
  writeModel(dir, 'small', {}, [8, 8, 3]);
  const args = ['pack', './small', '-o', 'birds', '--license', 'mit', '--limit', '0'];
  expect(await main(args, recordedIo({ cwd: dir }))).toBe(0);
  const names = fs.readdirSync(at('birds')).filter((name) => !/^(?:package|index)/u.test(name));
  hub.repos.set(
    'me/birds',
    new Map(names.map((name) => [name, fs.readFileSync(at('birds', name))])),
  );
}, 60_000);
afterAll(async () => {
  await hub.close();
  fs.rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  hub.intercept = () => false;
  hub.requests.length = 0;
  for (const name of ['cache', 'out', 'one', 'two'])
    fs.rmSync(at(name), { recursive: true, force: true });
});

const environment = () => ({
  ...{ PATH: process.env['PATH'], HOME: dir, HF_ENDPOINT: hub.url, XDG_CACHE_HOME: at('cache') },
});

async function pull(out: string) {
  const io = recordedIo({ cwd: dir, env: environment() });
  const code = await main(['pull', 'hf:me/birds', '-o', out], io);
  return { code, last: io.lines.err.at(-1) };
}

/** Names of the files that were downloaded, sorted. */
const downloaded = () =>
  hub.requests
    .filter(({ line }) => line.includes('/resolve/'))
    .map(({ line }) => line.split('/').at(-1)!)
    .sort();

const packed = () => [...hub.repos.get('me/birds')!.keys()].sort();

function expectWhole(out: string): void {
  expect(fs.readdirSync(at(out)).sort()).toEqual(packed());
  for (const [name, bytes] of hub.repos.get('me/birds')!) {
    expect(fs.readFileSync(at(out, name)).equals(bytes)).toBe(true);
  }
}

/** Sends the weights in two parts, so that a second pull meets a file that is half there. */
function sendSlowly(): void {
  hub.intercept = (line, response) => {
    if (!line.endsWith('/weights.safetensors')) return false;
    const bytes = hub.repos.get('me/birds')!.get('weights.safetensors')!;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 100));
    setTimeout(() => response.end(bytes.subarray(100)), 300);
    return true;
  };
}

it.each([
  ['different folders', ['one', 'two']],
  ['the same folder', ['out', 'out']],
])('two calls to %s', async (_, outs) => {
  sendSlowly();
  const results = await Promise.all(outs.map(pull));
  expect(results.map(({ code }) => code)).toEqual([0, 0]);
  for (const out of outs) expectWhole(out);
  expect(downloaded()).toEqual(packed());
  // Neither a lock nor a draft is left.
  expect(fs.readdirSync(at('cache', 'speil', 'models', 'pulled'))).toHaveLength(1);
  expect(fs.readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([]);
});

it('two processes to the same folder', async () => {
  sendSlowly();
  const command = path.resolve(import.meta.dirname, '../../../bin/speil.js');
  const results = await Promise.all(
    [0, 1].map(async () => {
      const process_ = spawn(process.execPath, [command, 'pull', 'hf:me/birds', '-o', 'out'], {
        ...{ cwd: dir, env: environment(), stdio: 'ignore' },
      });
      return ((await once(process_, 'close')) as [number])[0];
    }),
  );
  expect(results).toEqual([0, 0]);
  expectWhole('out');
  expect(downloaded()).toEqual(packed());
}, 60_000);

it('goes on where a pull of an ended process broke off, and takes over its lock', async () => {
  hub.intercept = (line, response) => {
    if (!line.endsWith('/weights.safetensors')) return false;
    const bytes = hub.repos.get('me/birds')!.get('weights.safetensors')!;
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 100), () => response.destroy());
    return true;
  };
  expect(await pull('out')).toMatchObject({
    code: 1,
    last: expect.stringMatching(/broke off/u) as string,
  });
  const folder = at('cache', 'speil', 'models', 'pulled');
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const token = '00000000-0000-4000-8000-000000000000';
  const lock = path.join(folder, `${fs.readdirSync(folder)[0]!}.lock`);
  fs.writeFileSync(lock, JSON.stringify({ pid, host: os.hostname(), token }));
  hub.intercept = () => false;
  hub.requests.length = 0;
  expect((await pull('out')).code).toBe(0);
  expectWhole('out');
  expect(hub.requests.filter(({ line }) => line.includes('/resolve/'))).toMatchObject([
    { range: 'bytes=100-' },
  ]);
  expect(fs.existsSync(lock)).toBe(false);
});

it('says in one line which lock to delete if another machine holds it and receives nothing', async () => {
  const folder = at('cache', 'held');
  fs.mkdirSync(folder, { recursive: true });
  const token = '00000000-0000-4000-8000-000000000000';
  fs.writeFileSync(`${folder}.lock`, JSON.stringify({ pid: 1, host: 'another', token }));
  const use = () => Promise.resolve('used');
  await expect(
    withDownloadLock(folder, 'hf:me/birds', { progress: silentProgress }, use, 200),
  ).rejects.toThrow(
    `Another pull of hf:me/birds has received nothing for 0 seconds. If none runs, delete ${folder}.lock and run the command again.`,
  );
});

it('does not take a folder with other files for the result of another pull', async () => {
  fs.mkdirSync(at('one'));
  hub.intercept = (line) => {
    if (line.endsWith('/model.json')) fs.writeFileSync(at('one', 'mine.txt'), 'mine');
    return false;
  };
  expect(await pull('one')).toMatchObject({
    code: 1,
    last: expect.stringMatching(/must be a new or an empty folder/u) as string,
  });
  expect(fs.readdirSync(at('one'))).toEqual(['mine.txt']);
});
