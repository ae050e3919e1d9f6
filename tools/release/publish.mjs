/**
 * Publishes the tarballs of a folder that pack.mjs has written, in its order, with npm's own settings for the registry
 * and for authentication. A version that the registry has already is left out, so that an interrupted publication can be
 * run again. Plain JavaScript that imports nothing but Node's modules: the job that publishes installs nothing.
 *
 *   node publish.mjs FOLDER [options of npm publish, such as --provenance]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [folder, ...options] = process.argv.slice(2);
if (folder === undefined) {
  console.error('A folder of tarballs was expected. Run: node publish.mjs FOLDER');
  process.exit(1);
}

for (const { name, version, file } of JSON.parse(
  readFileSync(join(folder, 'packages.json'), 'utf8'),
)) {
  if (npm(['view', `${name}@${version}`, 'version']).stdout.trim() === version) {
    console.log(`${name}@${version} is there already`);
    continue;
  }
  const tag = version.includes('-') ? ['--tag', 'next'] : [];
  const { status, stderr } = npm([
    'publish',
    // A relative path such as release/a.tgz would be taken for a repository's name.
    resolve(folder, file),
    ...['--access', 'public', '--ignore-scripts'],
    ...tag,
    ...options,
  ]);
  if (status !== 0) {
    // npm also lists the files of the package.
    console.error(stderr.replaceAll(/^npm notice.*\n/gmu, '').trim());
    console.error(
      `${name}@${version} could not be published. Run this command again when the cause above is gone.`,
    );
    process.exit(1);
  }
  console.log(`${name}@${version}`);
}

function npm(args) {
  const windows = process.platform === 'win32';
  return spawnSync(windows ? 'npm.cmd' : 'npm', args, { encoding: 'utf8', shell: windows });
}
