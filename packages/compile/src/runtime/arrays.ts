/** Executables of code that runs on plain arrays: machine code and WebAssembly. */
import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-common';
import type { DType } from '../ir/graph.js';
import { outputName, stateInput, stateOutput } from '../onnx/names.js';
import type { Signature } from '../onnx/signature.js';
import { createExecutable, type Executable, type HostArray } from './executable.js';

/**
 * Code that reads the first arrays, those of inputs and state, and fills the others, those of outputs and of the next state.
 *
 * @param unchanged whether an array that was given in the run before has the same values.
 */
export type RunOnArrays = (
  given: readonly HostArray[],
  wanted: readonly HostArray[],
  unchanged: boolean,
) => void;

/**
 * @param overwrites names of outputs whose arrays must be those of the inputs of the same names. Default: none.
 */
export function executableOnArrays(
  signature: Signature,
  run: RunOnArrays,
  overwrites: ReadonlySet<string> = new Set(),
): Executable {
  const { inputs, outputs, state } = signature;
  const before = [...inputs.map(({ name }) => name), ...state.map(({ name }) => stateInput(name))];
  const after = [
    ...outputs.map(({ name }) => outputName(inputs, name)),
    ...state.map(({ name }) => stateOutput(name)),
  ];
  let unchanged = false;
  const session = {
    inputNames: before,
    run(feeds: Record<string, PlainTensor>, fetches: Record<string, PlainTensor>) {
      run(
        before.map((name) => feeds[name]!.data),
        after.map((name) => fetches[name]!.data),
        unchanged,
      );
      return Promise.resolve(fetches);
    },
    release: () => Promise.resolve(),
  };
  const executable = createExecutable(
    session as unknown as InferenceSession,
    PlainTensor as unknown as TensorConstructor,
    signature,
    { fills: true, overwrites },
  );
  return {
    ...executable,
    run(values, options = {}) {
      unchanged = options.unchanged === true;
      return executable.run(values, options);
    },
  };
}

/** An array with the form that executables expect of a runtime's tensor. */
class PlainTensor {
  readonly data: HostArray;
  readonly dims: readonly number[];

  constructor(_type: Tensor.Type | DType, data: HostArray, dims: readonly number[]) {
    this.data = data;
    this.dims = dims;
  }
}
