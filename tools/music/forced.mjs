/**
 * The two-bar recipes in their simplest form, with teacher forcing and without transposition. A PyTorch network is
 * compared with them.
 */
import { recipes } from '@speil/music/recipes';

const plain = (name) => {
  const recipe = structuredClone(recipes.find((one) => one.name === name));
  const { sampling: _sampling, ...training } = recipe.training;
  const { transposition: _transposition, ...rest } = recipe;
  return {
    ...rest,
    name: `${name}-forced`,
    model: { ...rest.model, architecture: { ...rest.model.architecture, samples: false } },
    training: { ...training, epochs: 6 },
  };
};

export const drums = plain('drums-2bar');
export const melody = plain('melody-2bar');
