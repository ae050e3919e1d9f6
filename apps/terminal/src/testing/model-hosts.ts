/** A folder with a packed model, and servers on this machine that it is pushed to and pulled from, for tests. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { main } from '../main.js';
import { startHub, type HubServer } from './hub-server.js';
import { recordedIo } from './io.js';
import { writeModel } from './models.js';
import { startRegistry, type NpmRegistry } from './npm-registry.js';

/** The folder; `birds` in it is a packed model. */
export let dir: string;
export let hub: HubServer;
export let registry: NpmRegistry;
const token = 'hf_abcdefghijklmnop';

/** Open from the first to the last test of a file that calls this, and empty before each. */
export function keepModelHosts(): void {
  beforeAll(async () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-push-'));
    hub = await startHub();
    registry = await startRegistry();
    writeModel(dir, 'small', {}, [8, 8, 3]);
    const { code } = await speil(
      'pack',
      './small',
      '-o',
      'birds',
      '--license',
      'mit',
      '--limit',
      '0',
    );
    expect(code).toBe(0);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([hub.close(), registry.close()]);
    fs.rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(() => {
    hub.intercept = () => false;
    hub.requests.length = 0;
    hub.repos.clear();
    registry.intercept = () => false;
    registry.packages.clear();
    fs.rmSync(path.join(dir, 'cache'), { recursive: true, force: true });
    for (const name of ['out', 'copy'])
      fs.rmSync(path.join(dir, name), { recursive: true, force: true });
  });
}

/** Runs a command in the folder, with a token for the hub. */
export async function speil(...args: readonly string[]) {
  return speilWith({ HF_TOKEN: token }, ...args);
}

/** The same with other settings. */
export async function speilWith(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const io = recordedIo({
    cwd: dir,
    env: {
      ...{ PATH: process.env['PATH'], HOME: dir, HF_ENDPOINT: hub.url },
      ...{ XDG_CACHE_HOME: path.join(dir, 'cache'), npm_config_registry: `${registry.url}/` },
      ...{ npm_config_cache: path.join(dir, 'cache', 'npm'), npm_config_update_notifier: 'false' },
      ...env,
    },
  });
  const code = await main(args, io);
  const { out, err } = io.lines;
  // A token is never printed.
  expect([...out, ...err].join()).not.toContain('hf_abc');
  return { code, out, err };
}

/** The contents of a model's files by name. */
export function filesOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fs
      .readdirSync(path.join(dir, folder))
      .filter((name) => !/^(?:package\.json|index\.)/u.test(name))
      .map((name) => [name, fs.readFileSync(path.join(dir, folder, name), 'base64')]),
  );
}
