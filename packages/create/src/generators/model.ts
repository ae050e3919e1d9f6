/**
 * The package of a published model, before its model is packed into it: `speil pack` then adds the model's files. The
 * card has the template of create-speil's. Its test is among the checks of the repository, since a package of a model
 * depends on no other: it trains the network of a recipe for a few steps, and later loads the packed model.
 */
import { fileURLToPath } from 'node:url';
import { readJson, updateJson, type Tree } from '@nx/devkit';
import { cardTemplates } from 'create-speil';
import { addFiles, addFilesOf, defineGenerator, edit } from '../workspace.js';

/** Bytes of a packed package with weights of 600 KB, the most that a picture model may have. */
const budget = 700_000;

interface Options {
  readonly name: string;
  readonly recipe?: string;
}

export default defineGenerator<Options>((tree, { name, words }, { recipe = 'mnist-vae' }) => {
  if (!/^[a-z0-9][a-z0-9._-]*$/u.test(recipe)) {
    throw new Error(
      `--recipe must be the name of a recipe: npx speil recipes lists them. Received: '${recipe}'. Example: mnist-vae`,
    );
  }
  const folder = `packages/models/${name}`;
  const full = `@speil/model-${name}`;
  const values = {
    name,
    title: `A pretrained model: ${words}`,
    version: readJson<{ version: string }>(tree, 'packages/core/package.json').version,
  };
  addFiles(tree, 'model', folder, values);
  addFiles(tree, 'model-test', 'tools/checks/src', { name, words, recipe });
  addFilesOf(tree, fileURLToPath(cardTemplates), folder, {
    ...values,
    ...cardValues(full, name),
  });
  tree.write(`${folder}/LICENSE`, tree.read('packages/core/LICENSE') ?? '');
  addReference(tree, folder);
  addRow(tree, 'apps/terminal/package.json', 'dependencies', full, `^${values.version}`);
  addRow(tree, 'tools/release/sizes.json', undefined, full, budget);
  return [
    `speil pack RUN -o ${folder}, then npx nx build ${full} and npx speil verify ${folder}`,
    `${folder}/README.md: what it was trained on, by which command, how good it is and what it cannot do`,
    'npm install and npx nx sync, for the links and the project references of the terminal',
    `apps/docs/build/gallery/pictures.mjs: the commands of its pictures, then node apps/docs/build/gallery/render.mjs ${name}`,
    `a model of music needs no tools/checks/src/model-${name}.test.ts: music-models.test.ts tests it`,
    `cd tools/checks && npx vitest run model-${name}, before and after; then src/models.test.ts -t ${name}`,
  ];
});

function cardValues(full: string, name: string): Readonly<Record<string, string>> {
  return {
    name: full,
    tag: 'vae',
    dataTitle: 'mnist',
    licenceId: 'cc-by-sa-3.0',
    example: `import { readFileSync } from 'node:fs';
import { folder } from '${full}';

const { spec, training } = JSON.parse(readFileSync(new URL('model.json', folder), 'utf8'));
console.log(spec.family, spec.latentShape, training.epochs);`,
    commands: `speil train RECIPE --data DATA --seed 1 --out runs/${name}
speil pack runs/${name} -o packages/models/${name}`,
    dataLicence: 'State the licence of the data here, and whose they are.',
  };
}

/** `nx sync` adds a reference too, but only once the package is installed. */
function addReference(tree: Tree, folder: string): void {
  updateJson<{ references: { path: string }[] }>(tree, 'tsconfig.json', (config) => ({
    ...config,
    references: [...config.references, { path: `./${folder}` }],
  }));
}

type Rows = Readonly<Record<string, string | number>>;

/** Adds a row to a table of a JSON file whose rows are sorted by name. */
function addRow(
  tree: Tree,
  path: string,
  table: string | undefined,
  name: string,
  value: string | number,
): void {
  edit(tree, path, (text) => {
    const whole = JSON.parse(text) as Record<string, Rows> & Rows;
    const rows: Rows = table === undefined ? whole : whole[table]!;
    const sorted = Object.fromEntries(
      [...Object.entries(rows), [name, value] as const].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const changed = table === undefined ? sorted : { ...whole, [table]: sorted };
    return `${JSON.stringify(changed, null, 2)}\n`;
  });
}
