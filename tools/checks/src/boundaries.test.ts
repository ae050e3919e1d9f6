/** Packages import only packages of lower layers; ESLint rejects any other import. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempt, root, run } from './workspace.js';

const boundary = '@nx/enforce-module-boundaries';
const cases: [title: string, folder: string, text: string, rule: string | null][] = [
  ['api may not import core', 'packages/api', "export * from '@speil/core';", boundary],
  ['core may not import images', 'packages/core', "export * from '@speil/images';", boundary],
  ['runs may not import core', 'packages/runs', "export * from '@speil/core';", boundary],
  ['images may not import runs', 'packages/images', "export * from '@speil/runs';", boundary],
  ['create may not import core', 'packages/create', "export * from '@speil/core';", boundary],
  [
    'nothing may import an app',
    'packages/images',
    "export * from '../../../apps/terminal/src/main.js';",
    boundary,
  ],
  [
    'core may not import a module of Node outside its /node sub-path',
    'packages/core',
    "export { readFileSync } from 'node:fs';",
    'no-restricted-imports',
  ],
  [
    'runs may not import tfjs',
    'packages/runs',
    "export * from '@tensorflow/tfjs-core';",
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'a floor of core may not import a floor above it',
    'packages/core/src/networks',
    "export { train } from '../training/train.js';",
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'a folder inside a floor may not import a floor above it',
    'packages/core/src/training/optimizers',
    "export { loadEngine } from '../../admission/load.js';",
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'a floor of core may not import an entry',
    'packages/core/src/training',
    "export * from '../entries/random.js';",
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'a floor of core may import a floor below it',
    'packages/core/src/training',
    "export { createContext } from '../ops/context.js';",
    null,
  ],
  [
    'a floor of images may not import tfjs',
    'packages/images/src/pictures',
    "export * from '@tensorflow/tfjs-core';",
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'a floor of music may not import tfjs',
    'packages/music/src/theory',
    "export * from '@tensorflow/tfjs-core';",
    '@typescript-eslint/no-restricted-imports',
  ],
  ['core may import api', 'packages/core', "export { createBatch } from '@speil/api';", null],
];
const paths = cases.map(([, folder], index) =>
  join(root, folder, folder.includes('/src/') ? '' : 'src', `violation-${index}.ts`),
);

describe('the boundaries', () => {
  const broken = new Map<string, readonly (string | null)[]>();
  beforeAll(async () => {
    for (const [index, path] of paths.entries()) await writeFile(path, `${cases[index]![2]}\n`);
    // ESLint runs as a separate process: inside another program the boundary rule finds no project graph and accepts
    // every import.
    const { stdout } = await attempt('npx', ['eslint', '--format', 'json', ...paths], root);
    for (const { filePath, messages } of JSON.parse(stdout) as Report[]) {
      broken.set(
        filePath,
        messages.map(({ ruleId }) => ruleId),
      );
    }
  });
  afterAll(async () => {
    for (const path of paths) await rm(path, { force: true });
  });

  it.each(cases.map(([title, , , rule], index) => [title, index, rule] as const))(
    '%s',
    (_title, index, rule) => {
      const rules = broken.get(paths[index]!);
      if (rule === null) expect(rules).toEqual([]);
      else expect(rules).toContain(rule);
    },
  );
});

interface Report {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null }[];
}

describe('the workspace', () => {
  it('has project references that agree with the dependencies (nx sync)', async () => {
    await run('npx', ['nx', 'sync:check'], root, { NX_DAEMON: 'false' });
  });
});
