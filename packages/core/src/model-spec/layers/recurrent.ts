/** LSTM and GRU over [steps, n]. */
import type { LayerDeclaration, VariableDeclaration } from '../../declarations/declarations.js';
import { misfit, type LayerSpecOf } from './layer.js';

/** Maximum number of steps to which a recurrent layer is unrolled. Each step is a dozen operations in the graph. */
const stepLimit = 512;

export function declareRecurrent(
  spec: LayerSpecOf<'lstm' | 'gru'>,
  inputShape: readonly number[],
  name: string,
): LayerDeclaration {
  const [steps, inputs, ...rest] = inputShape;
  if (steps === undefined || inputs === undefined || rest.length > 0 || steps > stepLimit) {
    throw misfit(
      name,
      spec.type,
      `an input of [steps, n] with at most ${stepLimit} steps`,
      inputShape,
    );
  }
  const { units } = spec;
  return {
    outputShape: spec.returnSequences ? [steps, units] : [units],
    variables: cellVariables(spec.type, name, inputs, units),
    noise: [],
    steps,
  };
}

/** The variables of a recurrent cell: the kernel of the input, the kernel of the state, and biases. */
export function cellVariables(
  type: 'lstm' | 'gru',
  name: string,
  inputs: number,
  units: number,
): readonly VariableDeclaration[] {
  const width = (type === 'lstm' ? 4 : 3) * units;
  const variable = (
    suffix: string,
    shape: readonly number[],
    initializer: VariableDeclaration['initializer'],
  ): VariableDeclaration => ({
    name: `${name}/${suffix}`,
    shape,
    initializer,
    fanIn: shape[0]!,
    fanOut: width,
    trainable: true,
  });
  return [
    variable('kernel', [inputs, width], 'glorotUniform'),
    variable('recurrent', [units, width], 'glorotUniform'),
    ...(type === 'lstm'
      ? [variable('bias', [width], 'unitForgetBias')]
      : [variable('bias', [width], 'zeros'), variable('recurrentBias', [width], 'zeros')]),
  ];
}
