/** x + layers(x), with a projection of x if the shapes differ. */
import { affine, misfit, type DeclareLayer } from './layer.js';

/** The inner layers are named `name/0`, `name/1` and so on, and the projection, if there is one, `name/projection`. */
export const declareResidual: DeclareLayer<'residual'> = (
  spec,
  inputShape,
  name,
  declareNested,
) => {
  const inner = declareNested(spec.layers, inputShape, name);
  const projection = projectionOf(inputShape, inner.outputShape);
  if (projection === undefined) {
    throw misfit(
      name,
      spec.type,
      `layers whose output [${inner.outputShape.join(', ')}] has the input's rank, and sides that are the input's divided by a stride or multiplied by a whole factor`,
      inputShape,
    );
  }
  const [from, to] = [inputShape.at(-1)!, inner.outputShape.at(-1)!];
  const kernel = inputShape.length === 3 ? [1, 1, from, to] : [from, to];
  return {
    outputShape: inner.outputShape,
    variables: [
      ...inner.variables,
      ...(projection === 'identity' ? [] : affine(`${name}/projection`, kernel, from, to, to)),
    ],
    noise: inner.noise,
    steps: inner.steps ?? 0,
  };
};

/**
 * How the input of a residual layer reaches the shape of its output. Undefined if it cannot.
 *
 * - `identity`: the shapes are the same.
 * - `strides`: a dense layer, or a 1 x 1 convolution with this stride.
 * - `enlarge`: a 1 x 1 convolution, whose sides are then multiplied by this factor.
 */
export function projectionOf(
  input: readonly number[],
  output: readonly number[],
): 'identity' | { readonly strides: number } | { readonly enlarge: number } | undefined {
  if (input.join() === output.join()) return 'identity';
  if (input.length !== output.length || input.length > 3) return undefined;
  if (input.length < 3) {
    return input.slice(0, -1).join() === output.slice(0, -1).join() ? { strides: 1 } : undefined;
  }
  const enlarge = output[0]! / input[0]!;
  if (enlarge > 1) {
    const fits = [0, 1].every((axis) => input[axis]! * enlarge === output[axis]);
    return fits && Number.isInteger(enlarge) ? { enlarge } : undefined;
  }
  const strides = Math.max(1, Math.round(input[0]! / output[0]!));
  const fits = [0, 1].every((axis) => Math.ceil(input[axis]! / strides) === output[axis]);
  return fits ? { strides } : undefined;
}
