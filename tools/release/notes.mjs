/**
 * Prints the release notes of a version: its section of CHANGELOG.md, which `nx release` writes.
 *
 *   node tools/release/notes.mjs v0.2.0
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root as repository } from '../lib/setup.mjs';

/**
 * @param {string} root the repository, or a folder of a package.
 * @param {string} version such as `0.2.0`.
 * @returns {string} the section without its heading. @throws if there is none.
 */
export function notesOf(root, version) {
  const file = join(root, 'CHANGELOG.md');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const section = text
    .split(/^#{1,2} (?=\d)/mu)
    .find((part) => part.startsWith(`${version} `) || part.startsWith(`${version}\n`));
  if (section === undefined) {
    throw new Error(
      `${file} should have a section on ${version}. Run: npx nx release --skip-publish`,
    );
  }
  return section.slice(section.indexOf('\n')).trim();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(notesOf(repository, (process.argv[2] ?? '').replace(/^v/u, '')));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
