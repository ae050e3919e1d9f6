/**
 * Runs the code in the documents. A block fenced as `js` is a program. A block fenced as `sh run` contains commands,
 * which run one after the other in an empty folder. Every link between documents must have a target.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fencedBlocks, published, root, run } from './workspace.js';

/** Replaces npx, which takes a second to find a command. */
const quickNpx = `npx() { command "${join(root, 'node_modules', '.bin')}/$@"; }`;

const documents = (await markdownIn(root)).sort();
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'speil-documents-'));
  await symlink(join(root, 'node_modules'), join(dir, 'node_modules'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe.each(documents.map((path) => [relative(root, path), path] as const))(
  '%s',
  (name, path) => {
    it('has only links whose targets exist', async () => {
      const text = await readFile(path, 'utf8');
      const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/gu)].map(
        (match) => match[1]!,
      );
      const dead = links.filter((link) => !existsSync(join(dirname(path), link)));
      expect(dead).toEqual([]);
    });

    it('names no machine and no registry', async () => {
      expect(await readFile(path, 'utf8')).not.toMatch(
        /\/work\/|\/root\/|registry\.npmjs|jfrog|artifactory/u,
      );
    });

    // packages.test.ts runs the examples of packages, where each package is installed alone.
    const runs = !/^(packages|apps)\//u.test(name);
    it.runIf(runs)('has programs that run', async () => {
      const text = await readFile(path, 'utf8');
      for (const [index, program] of fencedBlocks(text, 'js').entries()) {
        const file = join(dir, `${name.replaceAll('/', '-')}-${index}.mjs`);
        await writeFile(file, program);
        await run(process.execPath, [file], dir);
      }
    });

    it.runIf(runs)('installs the packages that its programs import, and no others', async () => {
      const text = await readFile(path, 'utf8');
      const installed = installedIn(text);
      if (installed.length === 0) return;
      const programs = [...fencedBlocks(text, 'js'), ...fencedBlocks(text, 'js page')].join('\n');
      const imported = [...programs.matchAll(/^import .*?from '([^'.]+)';$/gmsu)]
        .map((match) => match[1]!)
        .filter((source) => !source.startsWith('node:'))
        .map((source) => source.split('/', source.startsWith('@') ? 2 : 1).join('/'));
      expect(imported.filter((one) => !installed.includes(one))).toEqual([]);
      const peers = published
        .filter(({ name: one }) => installed.includes(one))
        .flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}));
      const isUsed = (one: string): boolean =>
        imported.includes(one) || peers.includes(one) || isNamed(one, programs);
      expect(installed.filter((one) => !isUsed(one))).toEqual([]);
      // Engines of tfjs are peers that a program needs if it opens them.
      for (const engine of programs.matchAll(/loadEngine\('(cpu|wasm)'/gu)) {
        expect(installed).toContain(`@tensorflow/tfjs-backend-${engine[1]!}`);
      }
    });

    it('has commands that run', async () => {
      const text = await readFile(path, 'utf8');
      const folder = join(dir, name.replaceAll('/', '-'));
      await mkdir(folder);
      await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
      for (const block of fencedBlocks(text, 'sh run')) {
        await run('bash', ['-euo', 'pipefail', '-c', `${quickNpx}\n${block}`], folder, {
          CI: 'true',
          NO_COLOR: '1',
        });
      }
    });
  },
);

/** The packages of the install commands in a text, which may continue on a further line. */
function installedIn(text: string): readonly string[] {
  return fencedBlocks(text, 'sh')
    .flatMap((block) => block.replaceAll(/\\\n/gu, ' ').split('\n'))
    .filter((line) => line.startsWith('npm install '))
    .flatMap((line) => line.trim().split(/\s+/u).slice(2));
}

/** Whether programs name a package of a model: by its own name, or by the folder that a page serves. */
function isNamed(name: string, programs: string): boolean {
  const [, model] = /^@speil\/model-(.+)$/u.exec(name) ?? [];
  return programs.includes(`'${name}'`) || programs.includes(`'/models/${model}'`);
}

async function markdownIn(folder: string): Promise<string[]> {
  const skipped = [
    'node_modules',
    'dist',
    'out',
    'out-tsc',
    '.next',
    '.nx',
    '.git',
    'test-results',
    'runs',
    'generated',
  ];
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (
      entry.isDirectory() &&
      (!skipped.includes(entry.name) || path === join(root, 'packages/runs'))
    ) {
      found.push(...(await markdownIn(path)));
    } else if (entry.name.endsWith('.md') && entry.name !== 'CHANGELOG.md') found.push(path);
  }
  return found;
}
