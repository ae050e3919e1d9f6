/** The workspace's projects with their scripts. A project comes after those that it depends on. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nxEnv, onWindows, root } from './setup.mjs';

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

/** The projects affected by the changes since a commit. Default: the remote's commit, otherwise the last commit. */
export function affectedProjects(base = process.env.NX_BASE ?? defaultBase()) {
  const names = JSON.parse(
    execFileSync(
      join(root, 'node_modules', '.bin', onWindows ? 'nx.cmd' : 'nx'),
      ['show', 'projects', '--affected', `--base=${base}`, '--json'],
      { cwd: root, encoding: 'utf8', env: { ...process.env, ...nxEnv }, shell: onWindows },
    ),
  );
  return projects.filter(({ name }) => names.includes(name));
}

function defaultBase() {
  try {
    return execFileSync('git', ['merge-base', 'HEAD', 'origin/main'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'HEAD';
  }
}
