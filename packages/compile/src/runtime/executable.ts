/** A graph made ready to run: checked inputs in, plain arrays out. The runtime itself comes from outside. */
import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-common';
import { CompileError } from '../errors.js';
import { arrayOf, sizeOf, type DType, type Graph, type Named, type Values } from '../ir/graph.js';
import { outputName, stateInput, stateOutput } from '../onnx/names.js';

/** What an input takes: an array of the graph's dtype, a number for a scalar. */
export type HostValue = Float32Array | Int32Array | Uint8Array | number;
export type HostArray = Float32Array | Int32Array | Uint8Array;

export interface RunOptions {
  /** Arrays to write results into, by output name; they must not be inputs of the same run. Default: new ones. */
  readonly into?: Readonly<Record<string, HostArray>>;
}

export interface Port {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

export interface Executable {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /**
   * @returns a row-major array for each output.
   * @throws CompileError for inputs that do not fit, and when the runtime fails.
   */
  run(
    inputs: Readonly<Record<string, HostValue>>,
    options?: RunOptions,
  ): Promise<Record<string, HostArray>>;
  /** Values of the variables that the traced code assigned, as of the last run. Copies. */
  state(): Record<string, HostArray>;
  /** Replaces the values of some of them. */
  setState(values: Readonly<Record<string, HostArray>>): void;
  /** Frees the session. */
  dispose(): Promise<void>;
}

/** What is known of a graph without its nodes; enough to run a session that was made earlier. */
export interface Signature {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly state: readonly (Port & { readonly initial: HostArray })[];
}

export function signatureOf(graph: Graph): Signature {
  const port = ({ name, value }: Named): Port => ({ name, shape: value.shape, dtype: value.dtype });
  return {
    inputs: graph.inputs.map(port),
    outputs: graph.outputs.map(port),
    state: graph.state.map(({ name, before, initial }) => ({
      ...port({ name, value: before }),
      initial: initial as HostArray,
    })),
  };
}

export function executable(
  session: InferenceSession,
  TensorOf: TensorConstructor,
  { inputs, outputs, state: slots }: Signature,
): Executable {
  // The runtime may drop an input that nothing depends on.
  const wanted = new Set(session.inputNames);
  const tensor = (values: Values, { shape, dtype }: Port): Tensor =>
    new TensorOf(dtype as 'float32', values as Float32Array, shape);
  // Each state slot has two arrays, read and written in turn.
  const current = new Map(slots.map((slot) => [slot.name, slot.initial.slice() as HostArray]));
  const spare = new Map(slots.map(({ name, initial }) => [name, initial.slice() as HostArray]));
  let disposed = false;

  return {
    inputs,
    outputs,
    async run(values, { into = {} } = {}) {
      if (disposed) throw new CompileError('invalid-input', 'This executable was disposed of.');
      assertNames(values, inputs);
      const feeds: Record<string, Tensor> = {};
      for (const port of inputs) {
        if (wanted.has(port.name)) {
          feeds[port.name] = tensor(arrayFor(port, values[port.name]), port);
        }
      }
      const fetches: Record<string, Tensor> = {};
      const results: Record<string, HostArray> = {};
      for (const port of outputs) {
        const array = into[port.name] ?? (arrayOf(port.dtype, sizeOf(port.shape)) as HostArray);
        results[port.name] = array;
        fetches[outputName(inputs, port.name)] = tensor(array, port);
      }
      for (const slot of slots) {
        if (wanted.has(stateInput(slot.name))) {
          feeds[stateInput(slot.name)] = tensor(current.get(slot.name)!, slot);
        }
        fetches[stateOutput(slot.name)] = tensor(spare.get(slot.name)!, slot);
      }
      await running(session.run(feeds, fetches));
      for (const { name } of slots) {
        const written = spare.get(name)!;
        spare.set(name, current.get(name)!);
        current.set(name, written);
      }
      return results;
    },
    state: () => Object.fromEntries([...current].map(([name, values]) => [name, values.slice()])),
    setState(values) {
      assertNames(values, slots, false);
      for (const [name, array] of Object.entries(values)) {
        const slot = slots.find((one) => one.name === name)!;
        current.set(name, arrayFor(slot, array).slice());
      }
    },
    async dispose() {
      if (disposed) return;
      disposed = true;
      await session.release();
    },
  };
}

async function running<T>(run: Promise<T>): Promise<T> {
  try {
    return await run;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CompileError('runtime', `The runtime failed: ${message.split('\n')[0]}`, {
      cause: error,
    });
  }
}

function assertNames(
  values: Readonly<Record<string, unknown>>,
  ports: readonly Port[],
  all = true,
): void {
  const names = ports.map(({ name }) => name);
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  const missing = all ? names.find((name) => values[name] === undefined) : undefined;
  if (unknown === undefined && missing === undefined) return;
  throw new CompileError(
    'invalid-input',
    unknown === undefined
      ? `Input ${missing} is missing. Expected: ${names.join(', ')}.`
      : `There is no ${unknown}. Expected: ${names.join(', ')}.`,
  );
}

function arrayFor({ name, shape, dtype }: Port, value: HostValue | undefined): HostArray {
  const size = sizeOf(shape);
  if (typeof value === 'number') {
    const array = arrayOf(dtype, 1) as HostArray;
    array[0] = value;
    if (size === 1) return array;
  }
  const given = value as HostArray;
  const fits = typeof value !== 'number' && arrayOf(dtype, 0).constructor === given.constructor;
  if (fits && given.length === size) return given;
  const kind = arrayOf(dtype, 0).constructor.name;
  const came =
    typeof value === 'number' ? 'a number' : `${given.constructor.name} of ${given.length}`;
  throw new CompileError(
    'invalid-input',
    `${name} takes a ${kind} of ${size} values, shape [${shape.join(', ')}]. Received: ${came}.`,
  );
}
