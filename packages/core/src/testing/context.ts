/** An empty context, for computations without variables and noise. */
import type { LayerContext } from '../ops/context.js';

const refuse = (name: string): never => {
  throw new Error(`${name} is not there.`);
};
export const noContext: LayerContext = {
  training: false,
  variable: refuse,
  noise: refuse,
  scalar: refuse,
  update: refuse,
};
