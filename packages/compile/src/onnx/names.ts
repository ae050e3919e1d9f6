/** Names in an ONNX file. Inputs and outputs share a namespace, so an output with an input's name gets a suffix. */
interface NamedPort {
  readonly name: string;
}

export const stateInput = (name: string): string => `state/${name}`;
export const stateOutput = (name: string): string => `state/${name}.next`;

/** The name of an output, with a suffix if an input has the same name. */
export function outputName(inputs: readonly NamedPort[], name: string): string {
  return inputs.some((input) => input.name === name) ? `${name}.next` : name;
}
