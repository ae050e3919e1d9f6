/**
 * The entries of the public packages: what `exports` of each package.json names with types. The API reports, the check
 * of doc comments and the reference on the documentation site are made of this one list.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** Folders of the packages, below packages/. Packages of models have no entry but their folder and are left out. */
export const publicPackages = [
  'api',
  'compile',
  'core',
  'images',
  'music',
  'onnxruntime',
  'runs',
  'testing',
  'data/mnist-10k',
  'data/fashion-mnist-10k',
  'create-speil',
  'create',
];

/** @returns the entries of a package, in the order of its `exports`. */
export function entriesOf(folder) {
  const base = join(root, 'packages', folder);
  const manifest = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8'));
  return Object.entries(manifest.exports)
    .filter(([, target]) => target.types !== undefined)
    .map(([path, { types }]) => ({
      name: manifest.name + path.slice(1),
      slug: folder.replaceAll('/', '-') + (path === '.' ? '' : path.slice(1).replaceAll('/', '-')),
      declarations: join(base, types),
    }));
}
