/**
 * Writes a package for a model of one's own. All of it appears at once: the files are written into a hidden folder
 * beside, which is then renamed. After an error nothing is left.
 */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Shape } from './datasets.js';
import { familyEntries, indexCounts, type Family } from './families.js';
import { checkOptions, type CheckedOptions, type CreateOptions } from './options.js';
import { recipeValues } from './recipe.js';
import { renderFolder } from './render.js';

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

/**
 * Writes a package for a model of one's own.
 *
 * @param cwd the folder in which the package's folder is made.
 * @returns the options and the names of the written files.
 * @throws Error of one line; nothing is written then.
 */
export function createPackage(
  options: CreateOptions,
  cwd: string,
): CheckedOptions & { readonly files: readonly string[] } {
  const checked = checkOptions(options, cwd);
  const values = {
    ...packageValues(checked),
    ...recipeValues(checked),
    ...contractValues(checked.family),
  };
  const { contract = 'plain' } = familyEntries[checked.family];
  const templates = ['package', 'card', ...(contract === 'plain' ? [] : [contract])];
  const files: Record<string, string> = {};
  for (const name of templates) {
    Object.assign(files, renderFolder(new URL(`../templates/${name}/`, import.meta.url), values));
  }
  writeAtOnce(checked.folder, files);
  return { ...checked, files: Object.keys(files).sort() };
}

function packageValues({
  name,
  short,
  family,
  shape,
  dataTitle,
  licence,
}: CheckedOptions): Readonly<Record<string, string>> {
  return {
    name,
    short,
    dot: '.',
    range: `^${version}`,
    tag: family,
    dataTitle: plainOrQuoted(dataTitle),
    example: exampleOf(name, family, shape),
    commands: commands.join('\n'),
    licenceId: licenceId(licence),
    dataLicence:
      licence === undefined
        ? 'State the licence of your data here, and whose they are.'
        : `The licence of the dataset ${dataTitle}: ${licence}.`,
  };
}

/** A text in YAML: quoted if it could mean something else than a text. */
function plainOrQuoted(text: string): string {
  return /^[A-Za-z][\w-]*$/u.test(text) ? text : JSON.stringify(text);
}

/** The licence of the data as an SPDX id in the spelling of Hugging Face; `other` if there is none that is known. */
function licenceId(licence: string | undefined): string {
  const isStated = licence !== undefined && licence !== 'none stated';
  return isStated ? licence.toLowerCase().replaceAll(' ', '-') : 'other';
}

const commands = [
  'npm install',
  'npm run train     # add -- --limit 1000 --epochs 2 for a first try',
  'npm run pack      # weights, recipe, golden outputs, figures, this card’s facts, checksums',
  'npm run verify    # checksums and golden outputs, on this machine',
  'npm test',
];

/** How the tests apply the contract of latent models, which knows no conditions and no indices. */
function contractValues(family: Family): Readonly<Record<string, string>> {
  const isPlain = familyEntries[family].contract === undefined;
  return {
    adaptImport: isPlain ? '' : "import { adapt } from './adapt.js';\n",
    adaptOpen: isPlain ? '' : 'adapt(',
    adaptClose: isPlain ? '' : ')',
    indices: String(indexCounts[family] ?? ''),
  };
}

function exampleOf(name: string, family: Family, shape: Shape): string {
  const { use } = familyEntries[family];
  const load = `const engine = await loadEngine('wasm', { training: false });
const model = await loadModel(fromPackage('${name}'), { codec: imageCodec, engine });`;
  if (use === 'restore') {
    const { factor } = familyEntries[family];
    const [height, width] =
      family === 'denoise' ? shape : shape.slice(0, 2).map((side) => side / factor!);
    return `import { readFileSync, writeFileSync } from 'node:fs';
import { loadEngine, loadModel, reconstruct } from '@speil/core';
import { fromPackage } from '@speil/core/node';
import { decodeToFit, encodePng, imageCodec } from '@speil/images';

${load}
const picture = decodeToFit(readFileSync('a.png'), 'a.png', [${[height, width, shape[2]].join(', ')}]);
const [restored] = await reconstruct(model, [picture]);
writeFileSync('restored.png', encodePng(restored));`;
  }
  const tool = use === 'sample' ? ', sample' : '';
  const last =
    use === 'sample'
      ? `const pictures = await sample(model, 4, { seed: 1${family === 'cvae' ? ', condition: [0, 0, 1, 1]' : ''} });`
      : `const latents = { shape: [4, 16], values: new Float32Array(4 * 16) };
const pictures = await model.decode(latents);`;
  return `import { loadEngine, loadModel${tool} } from '@speil/core';
import { fromPackage } from '@speil/core/node';
import { imageCodec } from '@speil/images';

${load}
${last}`;
}

function writeAtOnce(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(dirname(folder), { recursive: true });
  const hidden = mkdtempSync(join(dirname(folder), '.create-speil-'));
  try {
    const staged = join(hidden, 'package');
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(staged, file)), { recursive: true });
      writeFileSync(join(staged, file), text);
    }
    // An empty folder is replaced; one that has received files meanwhile is not.
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(staged, folder);
  } finally {
    rmSync(hidden, { recursive: true, force: true });
  }
}
