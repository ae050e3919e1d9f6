/**
 * The Chromium of the npm package @sparticuz/chromium (MIT; Linux on x64, headless only), for machines that reach only
 * the npm registry. It is installed and unpacked into node_modules/.cache, and contains a renderer, a font, and the
 * libraries that a machine without a desktop lacks (nss, nspr, expat).
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { root, runNpm } from './setup.mjs';

const version = '153.0.0';
const cache = join(root, 'node_modules', '.cache', 'speil', `chromium-${version}`);

/** Path of the script that starts it; it may not exist yet. */
export const bundledChromium = join(cache, 'chromium');

/** @returns {Promise<string>} the path of a script that starts it. @throws Error if it cannot be installed. */
export async function unpackBundledChromium() {
  if (existsSync(bundledChromium)) return bundledChromium;
  const work = `${cache}.part`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'package.json'), '{"private":true}');
  const name = `@sparticuz/chromium@${version}`;
  // Its package.json requires Node 22, but none of its code runs here.
  const { status } = runNpm(
    ['install', name, '--ignore-scripts', '--no-audit', '--no-fund', '--engine-strict=false'],
    work,
  );
  if (status !== 0) throw new Error(`npm install ${name} failed.`);
  const packed = join(work, 'node_modules', '@sparticuz', 'chromium', 'bin');
  await decompress(join(packed, 'chromium.br'), join(work, 'headless'));
  await chmod(join(work, 'headless'), 0o755);
  for (const archive of ['al2023', 'swiftshader', 'fonts']) {
    const tar = join(work, `${archive}.tar`);
    await decompress(join(packed, `${archive}.tar.br`), tar);
    const { status: untarred } = spawnSync('tar', ['-xf', tar, '-C', work], { stdio: 'inherit' });
    if (untarred !== 0) throw new Error(`tar could not unpack ${archive}.tar of ${name}.`);
    await rm(tar);
  }
  await rm(join(work, 'node_modules'), { recursive: true });
  await writeFile(join(work, 'chromium'), starter, { mode: 0o755 });
  await rename(work, cache);
  return bundledChromium;
}

/** The system's own libraries and fonts come first; those of the package fill the gaps. */
const starter = `#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}/usr/lib/x86_64-linux-gnu:/usr/lib64:/usr/lib:$here/lib"
[ -d /etc/fonts ] || export FONTCONFIG_PATH="$here/fonts"
exec "$here/headless" "$@"
`;

async function decompress(from, to) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}
