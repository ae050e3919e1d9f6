/** The files that make a folder with a model an npm package, which only exports the folder's location. */
import type { NamedFiles } from '../domains/domain.js';
import type { Licence } from './licences.js';

export interface NpmPackage {
  /** The name of the package, such as `speil-model-birds`. */
  readonly name: string;
  readonly description: string;
  readonly licence: Licence;
}

/** @returns package.json, index.js and index.d.ts. */
export function npmFiles({ name, description, licence }: NpmPackage): NamedFiles {
  const manifest = {
    name,
    version: '0.1.0',
    description,
    license: licence.npm,
    type: 'module',
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './package.json': './package.json',
    },
    files: [
      ...['index.js', 'index.d.ts', '*.json', '*.safetensors', 'group*', 'examples', 'atlas'],
      ...['eval_results.yaml', 'SHA256SUMS', 'README.md', 'LICENSE'],
    ],
    speil: { model: '.' },
  };
  const text = '/** The location of the model’s files. */\n';
  return encode({
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'index.js': `${text}export const folder = new URL('./', import.meta.url);\n`,
    'index.d.ts': `${text}export declare const folder: URL;\n`,
  });
}

/** @returns the texts as UTF-8. */
export function encode(texts: Readonly<Record<string, string>>): NamedFiles {
  const encoder = new TextEncoder();
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, encoder.encode(text)]),
  );
}
