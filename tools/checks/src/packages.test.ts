/**
 * Tests each package as a user installs it: packed, checked by publint and attw, and installed into an empty folder,
 * where its README's example runs in Node. Packages for browsers are also bundled by Vite.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bundleForBrowsers,
  findTypeProblems,
  installInto,
  runExamples,
} from '../../lib/consumer.mjs';
import { installedAlongside } from '../../lib/published.mjs';
import { published, root, run, withDependencies } from './workspace.js';

const platform = `${process.platform}/${process.arch}`;

let dir: string;
const tarballs = new Map<string, string>();
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'speil-packages-'));
  for (const { dir: folder, manifest } of published) {
    // Packed files that the build does not write; they are copied here for this test only.
    if (manifest.scripts?.['vendor'] !== undefined) {
      await run('npm', ['run', 'vendor'], folder, { SPEIL_RUNTIMES: platform });
    }
  }
  const folders = published.map((one) => one.dir);
  const out = await run('npm', ['pack', '--json', '--pack-destination', dir, ...folders], root);
  for (const { name, filename } of JSON.parse(out) as { name: string; filename: string }[]) {
    tarballs.set(name, join(dir, filename));
  }
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
  for (const one of published) await rm(join(one.dir, 'vendor'), { recursive: true, force: true });
});

describe.each(published.map((one) => [one.name, one] as const))(
  '%s',
  (name, { dir: folder, manifest }) => {
    it('carries a README, a licence and no test', async () => {
      const listing = await run('tar', ['-tzf', tarballs.get(name)!], dir);
      expect(listing).toContain('package/README.md');
      expect(listing).toContain('package/LICENSE');
      expect(listing).not.toMatch(/\.test\.|dist\/testing\/|tsbuildinfo/u);
    });

    it('passes publint in strict mode', async () => {
      const { messages, pkg } = await publint({
        strict: true,
        pack: { tarball: await readTarball(tarballs.get(name)!) },
      });
      expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
    });

    it('has types that every resolver of ES modules finds, according to attw', async () => {
      const problems = await findTypeProblems(manifest, tarballs.get(name)!);
      expect(problems).toEqual([]);
    });

    it('installs into an empty folder and runs its example there', async () => {
      const home = join(dir, name.replace('/', '-'));
      const files = withDependencies(name).map((one) => tarballs.get(one.name)!);
      const readme = await readFile(join(folder, 'README.md'), 'utf8');
      await installInto(home, [...files, ...installedAlongside(readme)]);
      const commands = Object.keys(manifest.bin ?? {});
      expect((await runExamples(home, readme)) + commands.length).toBeGreaterThan(0);
      // create-speil's command is tried in own-package.test.ts.
      if (name === '@speil/terminal') await tryCommand(join(home, 'node_modules/.bin/speil'), home);
      await bundleForBrowsers(home, name);
    });
  },
);

/** The command line, installed without this repository: it trains, and shows the shipped model. */
async function tryCommand(speil: string, home: string): Promise<void> {
  const brief = ['--limit', '200', '--epochs', '1', '--no-tui', '--json'];
  const out = await run(speil, ['train', 'mnist-ae', ...brief, '--out', 'a'], home);
  expect(JSON.parse(out.trim().split('\n').at(-1)!)).toMatchObject({ steps: 2, epochs: 1 });
  // No required package but core-js, which only prints a line, has an install script: scripts may be forbidden or fail.
  const { packages } = JSON.parse(await readFile(join(home, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const scripted = Object.entries(packages).filter(([, one]) => one.hasInstallScript === true);
  expect(scripted.map(([name]) => name)).toEqual(['node_modules/core-js']);
  if (['linux/x64', 'linux/arm64', 'darwin/arm64'].includes(platform)) {
    // A compiled engine: of machine code where there is a C compiler.
    expect(await readFile(join(home, 'a', 'config.json'), 'utf8')).toMatch(/"(?:native|onnx)"/u);
  }
  await run(speil, ['grid', 'mnist-vae', '--size', '3', '-o', 'grid.png'], home);
  expect((await readFile(join(home, 'grid.png'))).subarray(1, 4).toString()).toBe('PNG');
}

async function readTarball(path: string): Promise<ArrayBuffer> {
  const bytes = await readFile(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
