/** A generator writes new files or nothing, and names the file that is in its way. */
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { expect, it } from 'vitest';
import codec from './generators/codec.js';
import recipe from './generators/recipe.js';

const file = 'packages/images/src/pictures/mine-codec.ts';

it('a file that exists is not replaced, even by the same text', async () => {
  const tree = createTreeWithEmptyWorkspace();
  await codec(tree, { name: 'mine' });
  expect(tree.read(file, 'utf8')).toContain('export function mineCodec(');
  await expect(codec(tree, { name: 'mine' })).rejects.toThrow(
    `${file} exists already. Choose another name, or remove it.`,
  );
});

it('a file of the repository that is missing is an error of one line', async () => {
  await expect(recipe(createTreeWithEmptyWorkspace(), { name: 'mine' })).rejects.toThrow(
    /^packages\/images\/src\/recipes\/plain\.ts was expected in the repository\. It was not found\./u,
  );
});
