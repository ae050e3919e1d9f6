/**
 * Publishes a packed model with the person's own npm, which knows the registry and the login. A copy of the model's
 * files, and of what package.json lists as its files, is published, so that nothing else of the folder can be.
 */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { IncompatibleError, NotFoundError, parseJson } from '@speil/api';
import * as z from 'zod';
import type { Io } from '../../io/io.js';
import { describeNpmError, npmShell } from '../npm.js';
import type { CheckedPackage, PushOptions } from './checked-package.js';

const run = promisify(execFile);

/** Files beside the model's that belong to an npm package. npm reads .npmrc, and never publishes it. */
const npmNames = ['package.json', 'index.js', 'index.d.ts', 'LICENSE', '.npmrc'];

const manifestSchema = z.looseObject({
  name: z.string().max(214),
  version: z.string().max(100),
  private: z.boolean().optional(),
  publishConfig: z.looseObject({}).optional(),
  files: z.array(z.string().max(300)).max(1000).optional(),
  scripts: z.record(z.string(), z.unknown()).optional(),
});

/** @throws NotFoundError without a package.json; IncompatibleError or NetworkError for what npm says. */
export async function pushToRegistry(
  { folder, files }: CheckedPackage,
  { isPrivate, dryRun }: PushOptions,
  io: Io,
): Promise<string> {
  const manifest = path.join(folder, 'package.json');
  if (!fs.existsSync(manifest)) {
    throw new NotFoundError(
      `${folder} has no package.json, so it cannot be published on npm. Pack the model into a new folder: speil pack MODEL -o DIR`,
    );
  }
  const { name, version, ...rest } = parseJson(
    manifestSchema,
    fs.readFileSync(manifest, 'utf8'),
    'package.json',
  );
  if (rest.private === true) {
    throw new IncompatibleError(`${name} is private ("private": true in package.json).`);
  }
  const copy = fs.mkdtempSync(path.join(tmpdir(), 'speil-push-'));
  try {
    for (const [file, bytes] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
      fs.writeFileSync(path.join(copy, file), bytes);
    }
    for (const file of [...npmNames, ...(rest.files ?? []).filter(isPlainPath)]) {
      const from = path.join(folder, file);
      if (fs.existsSync(from)) fs.cpSync(from, path.join(copy, file), { recursive: true });
    }
    io.progress.update(`publishing ${name}@${version}`);
    await run(
      'npm',
      [
        ...['publish', '--ignore-scripts', '--loglevel', 'error'],
        ...(isPrivate ? ['--access', 'restricted'] : []),
        ...(!isPrivate && rest.publishConfig === undefined ? ['--access', 'public'] : []),
        ...(dryRun ? ['--dry-run'] : []),
      ],
      { cwd: copy, env: { ...io.env }, ...npmShell },
    );
  } catch (error) {
    throw describeNpmError(error, `${name}@${version}`);
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
  return `${name}@${version}`;
}

/** Whether an entry of `files` names one file or folder inside the package, such as `recipes`. */
function isPlainPath(file: string): boolean {
  return (
    /^[\w-][\w./-]*$/u.test(file) && !file.split('/').includes('..') && file !== 'node_modules'
  );
}
