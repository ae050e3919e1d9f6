/**
 * Copies the files of the installed onnxruntime-node to vendor/, as links if the disk supports them. SPEIL_RUNTIMES
 * limits the copy to some platforms, such as `linux/x64`, for a package that is only tried and not published.
 */
import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const from = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
const to = fileURLToPath(new URL('vendor', import.meta.url));
const wanted = process.env.SPEIL_RUNTIMES?.split(',');

rmSync(to, { recursive: true, force: true });
for (const folder of ['bin', 'dist']) {
  for (const entry of readdirSync(join(from, folder), { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const name = relative(from, file);
    const platform = name.split(sep).slice(2, 4).join('/');
    const isWanted = folder !== 'bin' || wanted === undefined || wanted.includes(platform);
    if (!entry.isFile() || !isWanted || name.endsWith('.map')) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    try {
      linkSync(file, join(to, name));
    } catch {
      copyFileSync(file, join(to, name));
    }
  }
}
// The copied files are CommonJS, although this package is an ES module.
writeFileSync(join(to, 'package.json'), '{ "type": "commonjs" }\n');
