/**
 * Publishes a packed model with the person's own npm, which knows the registry and the login. A copy of the model's
 * files, and of what package.json lists as its files, is published, so that nothing else of the folder can be.
 */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { IncompatibleError, InvalidFileError, NotFoundError, parseJson } from '@speil/api';
import * as z from 'zod';
import type { Io } from '../../io/io.js';
import { describeNpmError, npmShell } from '../npm.js';
import type { CheckedPackage, Pushed, PushOptions } from './checked-package.js';
import { readManifest, readNpmExtras } from './npm-extras.js';

const run = promisify(execFile);

const packedSchema = z
  .array(
    z.looseObject({
      files: z.array(z.looseObject({ path: z.string().max(1000), size: z.int().min(0) })),
    }),
  )
  .length(1);

/** @throws NotFoundError without a package.json; IncompatibleError or NetworkError for what npm says. */
export async function pushToRegistry(
  { folder, files }: CheckedPackage,
  { isPrivate, dryRun, maxBytes }: PushOptions,
  io: Io,
): Promise<Pushed> {
  const manifest = readManifest(folder);
  if (manifest === undefined) {
    throw new NotFoundError(
      `${folder} has no package.json, so it cannot be published on npm. Pack the model into a new folder: speil pack MODEL -o DIR`,
    );
  }
  const { name, version } = manifest;
  const id = `${name}@${version}`;
  if (manifest.private === true) {
    throw new IncompatibleError(`${name} is private ("private": true in package.json).`);
  }
  const copy = fs.mkdtempSync(path.join(tmpdir(), 'speil-push-'));
  const npm = (...args: readonly string[]) =>
    run('npm', [...args, '--ignore-scripts', '--loglevel', 'error'], {
      ...{ cwd: copy, env: { ...io.env }, maxBuffer: 10 * 2 ** 20, ...npmShell },
    });
  try {
    for (const [file, bytes] of Object.entries({ ...readNpmExtras(folder, manifest), ...files })) {
      fs.mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
      fs.writeFileSync(path.join(copy, file), bytes);
    }
    // npm reads the settings of a project from there, and never publishes them.
    const settings = path.join(folder, '.npmrc');
    if (fs.existsSync(settings)) fs.copyFileSync(settings, path.join(copy, '.npmrc'));
    io.progress.update(`listing the files of ${id}`);
    const { stdout } = await npm('pack', '--dry-run', '--json');
    const [packed] = parseJson(packedSchema, stdout, `npm pack ${id}`);
    const published = packed!.files.map(({ path: file, size }) => ({ name: file, bytes: size }));
    const bytes = published.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > maxBytes) {
      throw new InvalidFileError(
        `${id} has ${bytes} bytes; at most ${maxBytes} are published. Allow more with --max-size, or list fewer files in package.json.`,
      );
    }
    io.progress.update(`publishing ${id}`);
    await npm(
      'publish',
      ...(isPrivate ? ['--access', 'restricted'] : []),
      ...(!isPrivate && manifest.publishConfig === undefined ? ['--access', 'public'] : []),
      ...(dryRun ? ['--dry-run'] : []),
    );
    return { place: id, files: published };
  } catch (error) {
    throw describeNpmError(error, id);
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
}
