/**
 * A copy of the repository in another folder: what git tracks or would add, and what the compiler has written. Installed
 * packages are links to the repository's, but links between the workspace's own packages lead into the copy, so that a
 * command there never reads or changes the working tree. Next's compiler reads nothing outside of its root: for it,
 * installed packages are folders of hard links.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { projects } from './projects.mjs';
import { root } from './setup.mjs';

/**
 * @param {string} to an empty or missing folder, outside the repository.
 * @param {object} [options]
 * @param {boolean} [options.built] whether the copy is built as far as the repository is. Default true.
 * @param {boolean} [options.whole] whether installed packages are inside the copy, file by file. Default false.
 */
export function copyRepository(to, { built = true, whole = false } = {}) {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 },
  );
  for (const name of new Set(listed.split('\0'))) {
    // A listed file may have been deleted, and a listed folder is a repository of its own.
    if (name === '' || !existsSync(join(root, name)) || statSync(join(root, name)).isDirectory()) {
      continue;
    }
    mkdirSync(dirname(join(to, name)), { recursive: true });
    copyFileSync(join(root, name), join(to, name));
  }
  for (const { dir } of projects) {
    const place = join(to, relative(root, dir));
    for (const name of built ? ['dist', 'out-tsc', 'tsconfig.tsbuildinfo'] : []) {
      if (existsSync(join(dir, name))) {
        cpSync(join(dir, name), join(place, name), { recursive: true });
      }
    }
    if (existsSync(join(dir, 'node_modules'))) {
      if (whole) linkFiles(join(dir, 'node_modules'), join(place, 'node_modules'));
      else symlinkSync(join(dir, 'node_modules'), join(place, 'node_modules'), 'junction');
    }
  }
  const link = whole ? linkFiles : linkInstalled;
  link(join(root, 'node_modules'), join(to, 'node_modules'));
}

/** Links each installed package; relative links, which lead to packages of the workspace, are kept as they are. */
function linkInstalled(from, to) {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    const stats = lstatSync(source);
    if (stats.isSymbolicLink() && !isAbsolute(readlinkSync(source))) {
      symlinkSync(readlinkSync(source), target);
    } else if (name.startsWith('@') || name === '.bin') linkInstalled(source, target);
    else if (!name.startsWith('.')) symlinkSync(source, target, 'junction');
  }
}

/** Links every file except those of caches. A file that is on another disk is copied. */
function linkFiles(from, to) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.isDirectory()) {
      if (!caches.has(entry.name)) linkFiles(source, target);
    } else {
      try {
        linkSync(source, target);
      } catch (error) {
        if (error.code !== 'EXDEV') throw error;
        copyFileSync(source, target);
      }
    }
  }
}

/** Folders of caches in node_modules. */
const caches = new Set(['.cache', '.vite', '.vite-temp', '.vitest']);
