/** What makes a packed model an npm package: package.json, and the files beside the model's that it lists. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseJson } from '@speil/api';
import { guardStorage } from '@speil/runs';
import * as z from 'zod';
import type { NamedFiles } from '../../domains/domain.js';
import { refuseLarge } from '../package-files.js';

const manifestSchema = z.looseObject({
  name: z.string().max(214),
  version: z.string().max(100),
  private: z.boolean().optional(),
  publishConfig: z.looseObject({}).optional(),
  files: z.array(z.string().max(300)).max(1000).optional(),
});
export type NpmManifest = z.output<typeof manifestSchema>;

const manifestFile = 'package.json';

/** @returns undefined for a folder that is no npm package. @throws InvalidFileError for an invalid package.json. */
export function readManifest(folder: string): NpmManifest | undefined {
  const file = path.join(folder, manifestFile);
  if (!fs.existsSync(file)) return undefined;
  const text = guardStorage('read', file, () => fs.readFileSync(file, 'utf8'));
  return parseJson(manifestSchema, text, manifestFile);
}

/** Files that belong to a package whether or not package.json lists them. */
const usual = [manifestFile, 'index.js', 'index.d.ts', 'LICENSE'];

/**
 * Reads package.json, the files that it lists, and those in the folders that it lists. Links are left out, and so are
 * the traces of a build.
 *
 * @throws InvalidFileError for more than a package may have; StorageError.
 */
export function readNpmExtras(folder: string, { files = [] }: NpmManifest): NamedFiles {
  let whole = 0;
  const names = [...usual, ...files.filter(isPlainPath)].flatMap((name) => filesAt(folder, name));
  const read = [...new Set(names)].map((name): [string, Uint8Array] => {
    const bytes = guardStorage('read', name, () => fs.readFileSync(path.join(folder, name)));
    refuseLarge(name, bytes.length, (whole += bytes.length));
    return [name, bytes];
  });
  return Object.fromEntries(read);
}

/** The file of this name, or the files in the folder of this name, relative to the package with `/`. */
function filesAt(folder: string, name: string): readonly string[] {
  const stat = fs.lstatSync(path.join(folder, name), { throwIfNoEntry: false });
  if (stat?.isFile()) return name.endsWith('.tsbuildinfo') ? [] : [name];
  if (!stat?.isDirectory()) return [];
  return fs
    .readdirSync(path.join(folder, name))
    .flatMap((entry) => filesAt(folder, `${name}/${entry}`));
}

/** Whether an entry of `files` names one file or folder inside the package, such as `recipes`. */
function isPlainPath(file: string): boolean {
  return (
    /^[\w-][\w./-]*$/u.test(file) && !file.split('/').includes('..') && file !== 'node_modules'
  );
}
