/**
 * The first two steps of a scene of the playground: its state and its link, with their tests. The page, its texts, its
 * questions to the worker and its journeys are written by hand: they are what makes a scene.
 */
import { addFiles, defineGenerator } from '../workspace.js';

export default defineGenerator((tree, names) => {
  const folder = `apps/playground/src/scenes/${names.name}/controller`;
  addFiles(tree, 'scene', folder, { ...names });
  return [
    `cd apps/playground && npx vitest run src/scenes/${names.name}`,
    'apps/playground/README.md, "Add a scene": steps 3 to 7 remain, the worker, the controller, components, texts and journeys',
  ];
});
