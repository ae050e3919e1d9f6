#!/usr/bin/env node
/**
 * Renders the pictures of the gallery into docs/images/models, by the commands that the pages print:
 *
 *   node apps/docs/build/gallery/render.mjs [MODEL...]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encodePng, imageCodec } from '@speil/images';
import { openDataset } from '@speil/images/node';
import { repository } from '../places.mjs';
import { picturePath, pictures } from './pictures.mjs';

const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'speil-gallery-'));
const speil = join(repository, 'node_modules/.bin/speil');

symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
await writeInputs('digits', 'mnist-10k', 'train', 8);
await writeInputs('scenes', 'scenes', 'test', 8);
shell(`"${speil}" sample fashion-vae -n 8 --seed 1 -o clothes`);
rmSync(join(folder, 'clothes/samples.png'));

for (const [name, list] of Object.entries(pictures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const [number, { command, file }] of list.entries()) {
    rmSync(join(folder, 'out'), { recursive: true, force: true });
    shell(command.replace(/^speil /u, () => `"${speil}" `));
    const target = join(repository, picturePath(name, number));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(folder, 'out', file), target);
    console.log(picturePath(name, number));
  }
}
rmSync(folder, { recursive: true });

/** Writes the first items of a dataset as PNG files. */
async function writeInputs(target, dataset, split, count) {
  const data = await openDataset(dataset, { split });
  const codec = imageCodec({ id: 'image', shape: [...data.shape] });
  const { values } = await data.read(Array.from({ length: count }, (_, index) => index));
  const size = values.length / count;
  mkdirSync(join(folder, target));
  for (let index = 0; index < count; index++) {
    const picture = codec.decode(values.subarray(index * size, (index + 1) * size));
    writeFileSync(
      join(folder, target, `${String(index).padStart(2, '0')}.png`),
      encodePng(picture),
    );
  }
}

function shell(command) {
  const env = { ...process.env, NO_COLOR: '1', CI: 'true' };
  const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, env });
  if (status !== 0) throw new Error(`${command} failed: ${String(stderr)}`);
}
