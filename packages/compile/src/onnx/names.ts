/** Names inside of an ONNX file, where inputs and outputs share one space: what goes in and comes out gets a suffix. */
interface NamedPort {
  readonly name: string;
}

export const stateInput = (name: string): string => `state/${name}`;
export const stateOutput = (name: string): string => `state/${name}.next`;

/** The output's own name, unless an input has it. */
export function outputName(inputs: readonly NamedPort[], name: string): string {
  return inputs.some((input) => input.name === name) ? `${name}.next` : name;
}
