/** A recipe of `@speil/images`: an experiment for digits and for clothing, and the parameter count of its network. */
import { insertElement, insertTextAfter, lastNameIn } from '../insert.js';
import { defineGenerator, edit } from '../workspace.js';

/** The list in each file of recipes. */
const lists = {
  matching: 'matched',
  plain: 'plain',
  restoring: 'restorers',
  variational: 'variational',
} as const;

interface Options {
  readonly name: string;
  readonly file?: keyof typeof lists;
}

export default defineGenerator<Options>((tree, { name, words }, { file = 'plain' }) => {
  const path = `packages/images/src/recipes/${file}.ts`;
  const test = 'packages/images/src/recipes/recipes.test.ts';
  let before = '';
  edit(tree, path, (text, what) => {
    before = lastNameIn(text, what, [lists[file]]);
    return insertElement(text, what, [lists[file]], entryOf(name, words));
  });
  edit(
    tree,
    test,
    (text, what) => insertTextAfter(text, what, before, name),
    (text) => text + testOf(name),
  );
  return [
    `${path}: replace the network, and say in the title what it is`,
    `${test}: the parameter count, with its source`,
    'cd packages/images && npx vitest run recipes',
    `npx nx build @speil/images && npx speil train mnist-${name} --limit 1000 --epochs 1`,
  ];
});

function entryOf(name: string, words: string): string {
  return `{
  name: '${name}',
  title: 'Autoencoder, 784-64-8-64-784: ${words}',
  model: {
    family: 'ae',
    latentShape: [8],
    architecture: {
      encoder: [{ type: 'flatten' }, { type: 'dense', units: 64, activation: 'relu' }],
      decoder: [
        { type: 'dense', units: 64, activation: 'relu' },
        { type: 'dense', units: 784 },
        { type: 'reshape', shape: [28, 28, 1] },
      ],
    },
    bottleneck: { kind: 'deterministic', size: 8 },
    objective: { likelihood: { kind: 'bernoulli' } },
  },
  training: { epochs: 20 },
}`;
}

function testOf(name: string): string {
  return `
it('mnist-${name} has the parameter count of its network', () => {
  const { model } = recipes.find((recipe) => recipe.name === 'mnist-${name}')!;
  // 784 64 + 64 + 64 8 + 8 and back: 8 64 + 64 + 64 784 + 784.
  expect(countParameters(model)).toBe(102_296);
});
`;
}
