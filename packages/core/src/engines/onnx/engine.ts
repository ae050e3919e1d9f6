/**
 * The compiled engine: a tensor function is traced once for the shapes that it is called with, and run natively as one
 * graph. Residents are arrays on the host, which the runtime reads and writes without a copy.
 */
import { InvalidArgumentError, sizeOf } from '@speil/api';
import { trace } from '@speil/compile';
import { compile, type Executable as Compiled } from '@speil/compile/node';
import type { Engine, Groups, HostTensor, Resident, TensorFunction } from '../engine.js';
import { bodyOf } from '../tensor-function.js';
import { BufferPool } from './buffers.js';

/** A value on the engine; without an array once it was released. */
class HostResident implements Resident {
  readonly shape: readonly number[];
  values: Float32Array | undefined;

  constructor(shape: readonly number[], values: Float32Array) {
    this.shape = shape;
    this.values = values;
  }
}

export interface OnnxEngineOptions {
  /** Threads of one run. */
  readonly threads: number;
}

export function createOnnxEngine({ threads }: OnnxEngineOptions): Engine {
  const pool = new BufferPool();
  let tensors = 0;
  let bytes = 0;

  function resident(shape: readonly number[], values: Float32Array): Resident {
    tensors += 1;
    bytes += values.byteLength;
    return new HostResident(shape, values);
  }

  return {
    name: 'onnx',
    upload({ shape, values }: HostTensor) {
      const copy = pool.take(sizeOf(shape));
      copy.set(values);
      return resident(shape, copy);
    },
    download: (value) => Promise.resolve(valuesOf(value).slice()),
    release(groups) {
      for (const group of Object.values(groups)) {
        for (const value of Object.values(group)) {
          const values = valuesOf(value);
          (value as HostResident).values = undefined;
          tensors -= 1;
          bytes -= values.byteLength;
          pool.give(values);
        }
      }
    },
    compile(fn) {
      const ready = new Map<string, Promise<Ready>>();
      return async (inputs) => {
        const shapes = flat(inputs, ({ shape }) => shape);
        const key = JSON.stringify(shapes);
        const made = ready.get(key) ?? prepare(fn, shapes, threads);
        ready.set(key, made);
        return await run(await made, inputs);
      };
    },
    memory: () => ({ tensors, bytes }),
  };

  async function run(
    { executable, groups }: Ready,
    inputs: Groups<Resident>,
  ): Promise<Groups<Resident>> {
    const { outputs } = executable;
    const into = Object.fromEntries(
      outputs.map(({ name, shape }) => [name, pool.take(sizeOf(shape))]),
    );
    await executable.run(flat(inputs, valuesOf), { into });
    const entries = outputs.map(({ name, shape }) => [name, resident(shape, into[name]!)] as const);
    return { ...Object.fromEntries(groups.map((group) => [group, {}])), ...grouped(entries) };
  }
}

interface Ready {
  readonly executable: Compiled;
  /** Names of the result's groups; some are empty, such as the state of an optimiser that keeps none. */
  readonly groups: readonly string[];
}

async function prepare(
  fn: TensorFunction,
  shapes: Readonly<Record<string, readonly number[]>>,
  threads: number,
): Promise<Ready> {
  const body = bodyOf(fn);
  const specs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape }]),
  );
  let groups: readonly string[] = [];
  const graph = trace((tensors) => {
    const results = body(grouped(Object.entries(tensors)));
    groups = Object.keys(results);
    return flat(results, (tensor) => tensor);
  }, specs);
  return { executable: await compile(graph, { threads }), groups };
}

function valuesOf(value: Resident): Float32Array {
  const { values } = value as HostResident;
  if (values === undefined) {
    throw new InvalidArgumentError('A value was used after it had been released.');
  }
  return values;
}

/** Groups as one map: `{ scalars: { beta } }` is `{ 'scalars/beta' }`. Names may hold slashes, groups do not. */
function flat<V, R>(groups: Groups<V>, each: (value: V) => R): Record<string, R> {
  const result: Record<string, R> = {};
  for (const [group, values] of Object.entries(groups)) {
    for (const [name, value] of Object.entries(values)) result[`${group}/${name}`] = each(value);
  }
  return result;
}

function grouped<V>(entries: readonly (readonly [string, V])[]): Record<string, Record<string, V>> {
  const groups: Record<string, Record<string, V>> = {};
  for (const [key, value] of entries) {
    const slash = key.indexOf('/');
    (groups[key.slice(0, slash)] ??= {})[key.slice(slash + 1)] = value;
  }
  return groups;
}
