/**
 * Imports a MusicVAE of magenta-js: `config.json` with `weights_manifest.json` and shards, or the older `manifest.json`
 * with a file for each variable. Speil's models of music have the first of these formats, so its files are copied as
 * they are, after all of them have been read; the older one is written anew. A card and checksums are added.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { IncompatibleError, NotFoundError, parseJson } from '@speil/api';
import { fromFolder } from '@speil/core/node';
import { countParameters } from '@speil/core/spec';
import * as z from 'zod';
import type { NamedFiles } from '../domains/domain.js';
import { musicExample } from '../domains/music/pack.js';
import { readBounded } from '../files/files.js';
import { UsageError } from '../io/exit.js';
import { statedLicence, writeCard } from '../publishing/card.js';
import { writeSums } from '../publishing/checksums.js';
import { readLicence } from '../publishing/licences.js';
import { encode } from '../publishing/npm-package.js';
import { cardFile, isModelFile, readModelFiles, sumsFile } from '../publishing/package-files.js';
import { formatCount } from '../report/format.js';
import type { Imported } from './imported.js';

const [configFile, shardsFile, olderFile] = [
  'config.json',
  'weights_manifest.json',
  'manifest.json',
];

/** Whether a folder has weights in a layout of magenta-js. */
export function isMagentaCheckpoint(folder: string): boolean {
  return [shardsFile, olderFile].some((file) => fs.existsSync(path.join(folder, file)));
}

/** @throws UsageError for a checkpoint in TensorFlow's own format, which has to be converted first. */
export function refuseTensorFlow(target: string, shown: string): void {
  const hasIndex = fs.existsSync(`${target}.index`);
  const inside =
    fs.existsSync(target) && fs.statSync(target).isDirectory()
      ? fs.readdirSync(target)
      : [path.basename(target)];
  const own = /\.(?:index|meta|ckpt|ckpt-\d+|data-\d+-of-\d+|tar|tar\.gz|tgz)$/u;
  if (!hasIndex && !inside.some((name) => own.test(name))) return;
  throw new UsageError(
    `${shown} is a checkpoint of TensorFlow, which Speil does not read. Convert it first with magenta-js's scripts/checkpoint_converter.py (unpack a .tar before): python3 checkpoint_converter.py model.ckpt DIR --remove_variables_regex='.*Adam.*', then put its config.json into DIR: speil import DIR -o my-model`,
  );
}

const configSchema = z.looseObject({ type: z.string().max(100).optional() });

/**
 * @param folder an absolute path. @param shown the folder as the person wrote it. @param name the model's name.
 * @throws NotFoundError, InvalidFileError or IncompatibleError for what is no MusicVAE.
 */
export async function importMagenta(
  folder: string,
  shown: string,
  name: string,
): Promise<Imported> {
  const { checkpointFiles, loadCheckpoint } = await import('@speil/music');
  if (!fs.existsSync(path.join(folder, configFile))) {
    throw new NotFoundError(
      `${shown} has weights and no ${configFile}, which says how notes become numbers. Copy it from the checkpoint of magenta-js with the same configuration.`,
    );
  }
  const bounds = { cwd: folder, limit: 2 ** 20, what: 'a configuration' } as const;
  const text = new TextDecoder().decode(readBounded(configFile, bounds));
  const { type } = parseJson(configSchema, text, `${shown}/${configFile}`);
  if (type !== 'MusicVAE') {
    throw new IncompatibleError(
      `${shown} must be a MusicVAE. Received: ${type === undefined ? 'no type' : `type ${type}`} in ${configFile}. Other models of magenta-js are no autoencoders.`,
    );
  }
  const source = fromFolder(folder);
  const checkpoint = await loadCheckpoint({
    ...source,
    name: shown,
    read: (file) => source.read(file),
  });
  const { spec, converter, config } = checkpoint.plan;
  const found = readModelFiles(folder);
  const parts = Object.entries(found).filter(([file]) => isPart(file));
  const copied = shardsOf(folder)?.every(isModelFile) === true;
  const weights: NamedFiles = copied
    ? Object.fromEntries(parts)
    : checkpointFiles(checkpoint, { bits: true });
  const before = found[cardFile] && new TextDecoder().decode(found[cardFile]);
  const licence =
    (before === undefined ? undefined : statedLicence(before)) ?? readLicence('other');
  const latent = spec.latentShape.join(' x ');
  const card = writeCard(
    {
      title: name,
      summary: 'A MusicVAE, imported from a checkpoint of magenta-js.',
      licence,
      tags: ['autoencoder', spec.family, 'music'],
      datasets: [],
      metrics: [],
      facts: [
        ['network', `MusicVAE, ${formatCount(countParameters(spec))} parameters, latent ${latent}`],
        ['notes', `${config.dataConverter.type}, ${converter.outputRows} rows`],
        ['origin', 'a checkpoint of magenta-js; its authors choose the licence'],
      ],
      example: musicExample,
    },
    before,
  );
  const files = {
    ...weights,
    ...(found['LICENSE'] !== undefined && { LICENSE: found['LICENSE'] }),
    ...encode({ [cardFile]: card }),
  };
  return {
    spec,
    files: { ...files, ...encode({ [sumsFile]: writeSums(files) }) },
    what: `${config.dataConverter.type}, ${converter.outputRows} rows, latent ${spec.latentShape.join('x')}`,
    next: 'sample OUT -n 4 -o out',
  };
}

function isPart(file: string): boolean {
  return file === configFile || file === shardsFile || file.startsWith('group');
}

const shardsSchema = z.array(z.looseObject({ paths: z.array(z.string().max(300)) }));

/** The files of the weights; undefined in the older layout. */
function shardsOf(folder: string): readonly string[] | undefined {
  if (!fs.existsSync(path.join(folder, shardsFile))) return undefined;
  const text = fs.readFileSync(path.join(folder, shardsFile), 'utf8');
  return parseJson(shardsSchema, text, shardsFile).flatMap(({ paths }) => paths);
}
