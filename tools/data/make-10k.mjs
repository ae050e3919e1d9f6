/**
 * Writes packages/data/NAME-10k/data from the dataset's own files: the first 10,000 training items, in their order. 9,000
 * are for training and 1,000 are held out. The same input gives the same bytes.
 *
 *   node tools/data/make-10k.mjs mnist|fashion-mnist FOLDER_WITH_IT
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const [name, folder] = process.argv.slice(2);
if (!['mnist', 'fashion-mnist'].includes(name) || folder === undefined) {
  console.error(
    'Expected mnist or fashion-mnist, and a folder with train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz.',
  );
  process.exit(2);
}
const out = new URL(`../../packages/data/${name}-10k/data/`, import.meta.url);
const parts = [
  { prefix: 'train', from: 0, to: 9_000 },
  { prefix: 't10k', from: 9_000, to: 10_000 },
];
const kinds = [
  { suffix: 'images-idx3-ubyte', header: 16, size: 784 },
  { suffix: 'labels-idx1-ubyte', header: 8, size: 1 },
];
await mkdir(out, { recursive: true });
for (const { suffix, header, size } of kinds) {
  const raw = gunzipSync(await readFile(join(folder, `train-${suffix}.gz`)));
  for (const { prefix, from, to } of parts) {
    const head = Buffer.from(raw.subarray(0, header));
    head.writeUInt32BE(to - from, 4);
    const body = raw.subarray(header + from * size, header + to * size);
    await writeFile(
      new URL(`${prefix}-${suffix}.gz`, out),
      gzipSync(Buffer.concat([head, body]), { level: 9 }),
    );
  }
}
