/** A generator writes new files or nothing, and names the file that is in its way. */
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { expect, it } from 'vitest';
import codec from './generators/codec.js';
import model from './generators/model.js';
import recipe from './generators/recipe.js';
import scene from './generators/scene.js';

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

it('a scene whose name the navigation has no room for is an error of one line', async () => {
  const name = 'a-scene-with-a-long-name';
  await expect(scene(createTreeWithEmptyWorkspace(), { name })).rejects.toThrow(
    /^The name of a scene must have at most 20 characters: .* Received: 'a-scene-with-a-long-name'\.$/u,
  );
});

it('a recipe that cannot be the name of one is an error of one line', async () => {
  const options = { name: 'mine', recipe: "it's" };
  await expect(model(createTreeWithEmptyWorkspace(), options)).rejects.toThrow(
    /^--recipe must be the name of a recipe: .* Received: 'it's'\. Example: mnist-vae$/u,
  );
});
