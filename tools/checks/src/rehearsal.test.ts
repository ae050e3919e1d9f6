/**
 * The release rehearsal in short: two packages are packed, published to a registry on loopback by the program of the
 * release workflow, and one of them is installed from there with what it depends on. There is no other registry.
 * `npm run release:rehearse` is the whole rehearsal.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installInto, runExamples } from '../../lib/consumer.mjs';
import { findExcess, packAll, tableOf } from '../../release/pack.mjs';
import type { PackedPackage } from '../../release/pack.mjs';
import { onlyRegistry, startRegistry } from '../../release/registry.mjs';
import { attempt, published, root, run } from './workspace.js';

const program = join(root, 'tools/release/publish.mjs');

describe('a release, rehearsed', () => {
  let dir: string;
  let packages: readonly PackedPackage[];
  let registry: Awaited<ReturnType<typeof startRegistry>>;
  let env: Readonly<Record<string, string | undefined>>;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'speil-rehearsal-'));
    packages = await packAll({
      root,
      to: join(dir, 'tarballs'),
      only: ['@speil/runs', '@speil/api'],
    });
    await mkdir(join(dir, 'registry'));
    const own = published.map(({ name }) => name);
    registry = await startRegistry({ folder: join(dir, 'registry'), own });
    const user = onlyRegistry(dir, registry.url);
    env = user.env;
    await writeFile(join(dir, '.npmrc'), user.npmrc);
    // What @speil/api depends on, which another registry would have.
    await run('npm', ['publish', join(root, 'node_modules/zod'), '--ignore-scripts'], dir, env);
  });
  afterAll(async () => {
    await registry.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('packs a package after those that it depends on, within its budget', () => {
    expect(packages.map(({ name }) => name)).toEqual(['@speil/api', '@speil/runs']);
    expect(findExcess(packages, { complete: false })).toEqual([]);
    expect(tableOf(packages)).toMatch(/^\| package +\| packed, kB \|/u);
  });

  it('names a package that is too large, one without a budget, and a budget without a package', () => {
    const [api] = packages;
    expect(findExcess([{ ...api!, size: 9e9 }], { complete: false })).toEqual([
      expect.stringMatching(/^@speil\/api must have at most \d+ bytes when packed\. Received: 9/u),
    ]);
    expect(findExcess([{ ...api!, name: '@speil/new' }], { complete: false })).toEqual([
      expect.stringMatching(/^@speil\/new has no budget\./u),
    ]);
    expect(findExcess(packages)).toContainEqual(
      expect.stringMatching(/^@speil\/core has a budget but is not published\./u),
    );
  });

  it('publishes, and leaves out what is there already', async () => {
    const version = packages[0]!.version;
    const first = await run(process.execPath, [program, 'tarballs'], dir, env);
    expect(first.trim().split('\n')).toEqual([`@speil/api@${version}`, `@speil/runs@${version}`]);
    const second = await run(process.execPath, [program, 'tarballs'], dir, env);
    expect(second.match(/is there already/gu)).toHaveLength(2);
  });

  it('installs from that registry alone, and the example of the README runs', async () => {
    const home = join(dir, 'user');
    await installInto(home, ['@speil/runs'], env);
    const lock = await readFile(join(home, 'package-lock.json'), 'utf8');
    const sources = [...lock.matchAll(/"resolved": "([^"]+)"/gu)].map((match) => match[1]!);
    expect(sources).toHaveLength(3);
    expect(sources.filter((source) => !source.startsWith(registry.url))).toEqual([]);
    const readme = await readFile(join(root, 'packages/runs/README.md'), 'utf8');
    expect(await runExamples(home, readme, env)).toBe(1);
  });

  it('ends with the cause if the registry refuses a package', async () => {
    // This user has no token for the other address.
    const other = {
      ...env,
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
    };
    const { code, stderr } = await attempt(process.execPath, [program, 'tarballs'], dir, other);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^npm error[^]*\n@speil\/api@[\d.]+ could not be published\./u);
  });
});
