/** The workspace's projects with their scripts, in the order in which they build on each other. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const folders = workspaces.flatMap((pattern) =>
  pattern.endsWith('/*')
    ? readdirSync(join(root, pattern.slice(0, -2))).map((name) =>
        join(root, pattern.slice(0, -2), name),
      )
    : [join(root, pattern)],
);

export const projects = folders
  .filter((dir) => existsSync(join(dir, 'package.json')))
  .map((dir) => {
    const { name, scripts = {} } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
    return { dir, name, scripts };
  });
