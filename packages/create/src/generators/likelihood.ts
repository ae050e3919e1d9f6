/** A likelihood of core: its schema, its file, its rows in both tables, its contract, its export and a tiny model. */
import { insertBefore, insertElement, insertImport } from '../insert.js';
import { addFiles, defineGenerator, edit } from '../workspace.js';

export default defineGenerator((tree, names) => {
  const { name, variable, words } = names;
  const core = 'packages/core/src';
  addFiles(tree, 'likelihood', `${core}/likelihoods`, { ...names });
  edit(tree, 'packages/api/src/schemas/objective.ts', (text, what) =>
    insertElement(
      text,
      what,
      ['likelihoodSchema'],
      `/** Say here what the decoder gives for ${words}, and where the density comes from. */\nz.strictObject({ kind: z.literal('${variable}') })`,
    ),
  );
  edit(
    tree,
    `${core}/likelihoods/likelihoods.ts`,
    (text, what) => insertImport(text, what, `import { ${variable} } from './${name}.js';`),
    (text, what) => insertElement(text, what, ['likelihoods'], `${variable}: () => ${variable}`),
  );
  edit(tree, `${core}/model-spec/likelihoods.ts`, (text, what) =>
    insertElement(
      text,
      what,
      ['declarations'],
      `${variable}: () => ({ variables: [], rowKind: null })`,
    ),
  );
  edit(tree, `${core}/likelihoods/likelihoods.test.ts`, (text, what) =>
    insertBefore(text, what, 'const laplace', contractOf(variable)),
  );
  edit(tree, `${core}/export/tfjs.test.ts`, (text, what) =>
    insertElement(text, what, ['likelihoods'], `{ spec: { kind: '${variable}' }, exported: true }`),
  );
  edit(tree, `${core}/testing/families.ts`, (text, what) =>
    insertElement(
      text,
      what,
      ['tinyFamilies'],
      `family('${name}', { objective: { likelihood: { kind: '${variable}' } } })`,
    ),
  );
  return [
    `${core}/likelihoods/${name}.ts: write the density; in objective.ts, its comment`,
    'npx nx build @speil/core',
    'cd packages/core && npx vitest run likelihoods tfjs families',
    'cd tools/checks && npx vitest run recipe-reference api-report -u',
  ];
});

function contractOf(variable: string): string {
  return `likelihoodContract('${variable}', {
  likelihood: createLikelihood({ kind: '${variable}' }),
  // Integrates to 1 over the whole support. Leave it out for what is not a density.
  support: cells(-12, 12, 24_000),
});`;
}
