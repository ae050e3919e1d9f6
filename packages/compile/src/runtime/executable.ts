/** An executable graph: validates inputs, runs a session and returns plain arrays. The caller provides the runtime. */
import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-common';
import { CompileError } from '../ir/errors.js';
import { arrayOf, sizeOf, type DType, type Values } from '../ir/graph.js';
import { outputName, stateInput, stateOutput } from '../onnx/names.js';
import type { Port, Signature } from '../onnx/signature.js';

/** The value of an input: an array of its dtype, or a number for a scalar. */
export type HostValue = Float32Array | Int32Array | Uint8Array | number;
/** Values of one dtype: float32, int32, or bool as bytes of 0 and 1. */
export type HostArray = Float32Array | Int32Array | Uint8Array;

/** Where a run writes its results. */
export interface RunOptions {
  /**
   * Arrays to write results into, by output name; they must not be inputs of the same run, except that an output among
   * `overwrites` may be the input of the same name. Default: new ones.
   */
  readonly into?: Readonly<Record<string, HostArray>>;
  /**
   * Whether an input that is the same array as in the run before has the same values, so that it need not be copied
   * again. Default false.
   */
  readonly unchanged?: boolean;
}

/** A pool of arrays that results can be written to, and inputs read from, without copies. */
export interface OutputMemory {
  /**
   * Takes an array from the pool.
   *
   * @returns an array for an output; undefined if none is available.
   */
  take(name: string): Float32Array | undefined;
  /**
   * Gives the place of an input, which a caller may fill and pass to a run.
   *
   * @returns undefined for a name that is no input of floats.
   */
  input(name: string): Float32Array | undefined;
  /** Returns an unused array to the pool. @returns false if the array is not from this pool. */
  give(array: Float32Array): boolean;
}

/** A compiled graph. */
export interface Executable {
  /** The inputs with their names, shapes and dtypes. */
  readonly inputs: readonly Port[];
  /** The outputs with their names, shapes and dtypes. */
  readonly outputs: readonly Port[];
  /**
   * Executes the graph.
   *
   * @returns a row-major array for each output.
   * @throws CompileError for inputs that do not match the graph, or if the runtime fails.
   */
  run(
    inputs: Readonly<Record<string, HostValue>>,
    options?: RunOptions,
  ): Promise<Record<string, HostArray>>;
  /** The pool of arrays; absent if any array can be used. */
  readonly memory?: OutputMemory;
  /**
   * Names of outputs that a run writes in the place of inputs of the same names, if it is given the input's array as the
   * result's. Another array first gets a copy of the input. Absent if there are none.
   */
  readonly overwrites?: ReadonlySet<string>;
  /** Shapes of the results of a run with these inputs. */
  shapesFor(inputs: Readonly<Record<string, HostValue>>): Record<string, number[]>;
  /** Copies of the values of assigned variables after the last run. */
  state(): Record<string, HostArray>;
  /** Replaces the values of some assigned variables. */
  setState(values: Readonly<Record<string, HostArray>>): void;
  /** Frees the session. */
  dispose(): Promise<void>;
}

export interface RuntimeTraits {
  /** Whether the runtime can write results into given arrays; otherwise they are copied from its memory. */
  readonly fills: boolean;
  /** Outputs that are written in place of inputs of the same names. Default: none. */
  readonly overwrites?: ReadonlySet<string>;
}

export function createExecutable(
  session: InferenceSession,
  TensorOf: TensorConstructor,
  { inputs, outputs, state: slots }: Signature,
  { fills, overwrites }: RuntimeTraits,
): Executable {
  // Unused inputs are not in the session.
  const wanted = new Set(session.inputNames);
  const plans = new Map<number, Plan>();
  const planFor = (open: number): Plan => {
    let plan = plans.get(open);
    if (plan === undefined) {
      if (plans.size >= maxPlans) plans.clear();
      plan = planOf(inputs, outputs, wanted, open);
      plans.set(open, plan);
    }
    return plan;
  };
  const tensor = (values: Values, { dtype }: Port, shape: readonly number[]): Tensor =>
    new TensorOf(dtype as 'float32', values as Float32Array, shape);
  // Each state slot has two arrays, read and written in turn.
  const current = new Map(slots.map((slot) => [slot.name, slot.initial.slice() as HostArray]));
  const spare = new Map(slots.map(({ name, initial }) => [name, initial.slice() as HostArray]));
  let disposed = false;

  return {
    inputs,
    outputs,
    ...(overwrites !== undefined && overwrites.size > 0 && { overwrites }),
    async run(values, { into = {} } = {}) {
      if (disposed) throw new CompileError('invalid-input', 'This executable was disposed of.');
      assertNames(values, inputs);
      const plan = planFor(openSize(inputs, values));
      const feeds: Record<string, Tensor> = {};
      for (const binding of plan.feeds) {
        const array = arrayFor(binding, values[binding.port.name]);
        feeds[binding.key] = tensor(array, binding.port, binding.shape);
      }
      const fetches: Record<string, Tensor> = {};
      const results: Record<string, HostArray> = {};
      for (const { port, key, shape, size } of plan.fetches) {
        const array = into[port.name] ?? (arrayOf(port.dtype, size) as HostArray);
        results[port.name] = array;
        if (overwrites?.has(port.name) === true) {
          const before = feeds[port.name]!.data as HostArray;
          if (array.buffer !== before.buffer || array.byteOffset !== before.byteOffset) {
            array.set(before);
            feeds[port.name] = tensor(array, port, shape);
          }
        }
        fetches[key] = tensor(array, port, shape);
      }
      for (const slot of slots) {
        if (wanted.has(stateInput(slot.name))) {
          feeds[stateInput(slot.name)] = tensor(current.get(slot.name)!, slot, slot.shape);
        }
        fetches[stateOutput(slot.name)] = tensor(spare.get(slot.name)!, slot, slot.shape);
      }
      const given = await running(
        fills ? session.run(feeds, fetches) : session.run(feeds, Object.keys(fetches)),
      );
      if (!fills) {
        for (const [name, { data }] of Object.entries(fetches)) {
          (data as Float32Array).set(given[name]!.data as Float32Array);
        }
      }
      for (const { name } of slots) {
        const written = spare.get(name)!;
        spare.set(name, current.get(name)!);
        current.set(name, written);
      }
      return results;
    },
    shapesFor(values) {
      const { fetches } = planFor(openSize(inputs, values));
      return Object.fromEntries(fetches.map(({ port, shape }) => [port.name, [...shape]]));
    },
    state: () => Object.fromEntries([...current].map(([name, values]) => [name, values.slice()])),
    setState(values) {
      assertNames(values, slots, false);
      for (const [name, array] of Object.entries(values)) {
        const slot = slots.find((one) => one.name === name)!;
        current.set(name, arrayFor(bindingOf(slot, name, 1), array).slice());
      }
    },
    async dispose() {
      if (disposed) return;
      disposed = true;
      await session.release();
    },
  };
}

/** Largest number of cached plans, one per size of the open dimension. */
const maxPlans = 64;

/** Inputs and outputs of a run for one size of the open dimension. */
interface Plan {
  readonly feeds: readonly Binding[];
  readonly fetches: readonly Binding[];
}

interface Binding {
  readonly port: Port;
  /** Name in the session. */
  readonly key: string;
  readonly shape: readonly number[];
  readonly size: number;
}

function planOf(
  inputs: readonly Port[],
  outputs: readonly Port[],
  wanted: ReadonlySet<string>,
  open: number,
): Plan {
  return {
    feeds: inputs
      .filter(({ name }) => wanted.has(name))
      .map((port) => bindingOf(port, port.name, open)),
    fetches: outputs.map((port) => bindingOf(port, outputName(inputs, port.name), open)),
  };
}

function bindingOf(port: Port, key: string, open: number): Binding {
  const shape = fixed(port.shape, open);
  return { port, key, shape, size: sizeOf(shape) };
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
  const count = Object.keys(values).length;
  if (count === ports.length && ports.every(({ name }) => values[name] !== undefined)) return;
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

/** The size of the open dimension, from the first input that has it; 1 if there is no open dimension. */
function openSize(
  ports: readonly Port[],
  values: Readonly<Record<string, HostValue | undefined>>,
): number {
  for (const { name, shape } of ports) {
    if (shape.every((size) => typeof size === 'number')) continue;
    const value = values[name];
    const length = typeof value === 'object' ? value.length : 1;
    // A length that is not divisible does not match the shape, and is refused later.
    return Math.floor(length / sizeOf(fixed(shape, 1)));
  }
  return 1;
}

function fixed(shape: Port['shape'], open: number): number[] {
  return shape.map((size) => (typeof size === 'number' ? size : open));
}

function arrayFor(
  { port: { name, dtype }, shape, size }: Binding,
  value: HostValue | undefined,
): HostArray {
  if (typeof value === 'number') {
    const array = arrayOf(dtype, 1) as HostArray;
    array[0] = value;
    if (size === 1) return array;
  }
  const given = value as HostArray;
  const { constructor } = arrays[dtype];
  if (typeof value !== 'number' && given.length === size && given.constructor === constructor) {
    return given;
  }
  const came =
    typeof value === 'number' ? 'a number' : `${given.constructor.name} of ${given.length}`;
  throw new CompileError(
    'invalid-input',
    `${name} takes a ${constructor.name} of ${size} values, shape [${shape.join(', ')}]. Received: ${came}.`,
  );
}

/** An array of each dtype, for type checks. */
const arrays: Readonly<Record<DType, Values>> = {
  float32: arrayOf('float32', 0),
  int32: arrayOf('int32', 0),
  int64: arrayOf('int64', 0),
  bool: arrayOf('bool', 0),
};
