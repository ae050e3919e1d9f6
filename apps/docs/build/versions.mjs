/**
 * The versions of the site. Each version is a folder below the base path; `versions.json` lists those that lie there,
 * the newest first, and the menu of every version reads it. To keep an older version, put its folder beside the new one
 * before the build.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param folder the folder of all versions.
 * @param newest the version that the address without a version leads to.
 */
export async function writeVersions(folder, newest) {
  await mkdir(folder, { recursive: true });
  const found = (await readdir(folder)).filter(
    (name) => /^\d+\.\d+\.\d+/u.test(name) && existsSync(join(folder, name, 'index.html')),
  );
  found.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  await writeFile(join(folder, 'versions.json'), `${JSON.stringify({ versions: found })}\n`);
  await writeFile(join(folder, 'index.html'), redirectTo(newest));
}

function redirectTo(folder) {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <title>Speil's documentation</title>
  <meta http-equiv="refresh" content="0; url=./${folder}/" />
  <p><a href="./${folder}/">Speil's documentation, version ${folder}</a></p>
</html>
`;
}
