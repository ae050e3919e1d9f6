/**
 * The compiled engines. A tensor function is traced once for the shapes with which it is called, and is then compiled
 * and run as one graph. Residents are arrays on the host, which compiled code reads and writes without a copy.
 */
import { InvalidArgumentError, sizeOf } from '@speil/api';
import { CompileError, trace, type Graph } from '@speil/compile';
import type {
  CompileOptions,
  Executable as Compiled,
  NativeOptions,
  OutputMemory,
} from '@speil/compile/node';
import type { Engine, Groups, HostTensor, Resident, TensorFunction } from '../engine.js';
import { consumedBy, getBody, getOptions } from '../tensor-function.js';
import { BufferPool } from './buffers.js';

/** A value on the engine. Once it is released, it has no array. */
class HostResident implements Resident {
  readonly shape: readonly number[];
  values: Float32Array | undefined;
  /** The pool that the array returns to; undefined for the engine's pool. */
  readonly home: OutputMemory | undefined;

  constructor(shape: readonly number[], values: Float32Array, home?: OutputMemory) {
    this.shape = shape;
    this.values = values;
    this.home = home;
  }
}

/** How a compiled engine runs. */
export interface CompiledEngineOptions {
  /** The engine's name. */
  readonly name: string;
  /** Threads of one run. */
  readonly threads: number;
  /** A cache folder for compiled graphs. Default: no cache. */
  readonly cache?: string;
  /** Compiles a graph. Only machine code overwrites inputs. */
  readonly compile: (
    graph: Graph,
    options: CompileOptions & Pick<NativeOptions, 'mayOverwrite'>,
  ) => Promise<Compiled>;
  /** Version of the runtime, which the engine names as its own. */
  readonly version?: string;
}

/** Makes an engine that compiles each tensor function to one graph. */
export function createCompiledEngine(options: CompiledEngineOptions): Engine {
  const pool = new BufferPool();
  let tensors = 0;
  let bytes = 0;

  function resident(shape: readonly number[], values: Float32Array, home?: OutputMemory): Resident {
    tensors += 1;
    bytes += values.byteLength;
    return new HostResident(shape, values, home);
  }

  /** @param isFree whether its memory can be used again. */
  function drop(value: Resident, isFree = true): void {
    const values = valuesOf(value);
    const { home } = value as HostResident;
    (value as HostResident).values = undefined;
    tensors -= 1;
    bytes -= values.byteLength;
    if (isFree && home?.give(values) !== true) pool.give(values);
  }

  return {
    name: options.name,
    ...(options.version !== undefined && { version: options.version }),
    upload({ shape, values }: HostTensor) {
      const copy = pool.take(sizeOf(shape));
      copy.set(values);
      return resident(shape, copy);
    },
    download: (value) => Promise.resolve(valuesOf(value).slice()),
    release(groups) {
      for (const group of Object.values(groups)) {
        for (const value of Object.values(group)) drop(value);
      }
    },
    compile(fn) {
      const ready = new Map<string, Promise<Ready>>();
      const dynamicBatch = getOptions(fn).dynamicBatch === true;
      const prepared = (shapes: Shapes): Promise<Ready> => {
        // Inputs are identified by name, so their order does not matter.
        const key = JSON.stringify(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)));
        // An executable that runs rarely (for a last, smaller batch, or an evaluation) keeps no memory between runs,
        // because a convolution needs much.
        const keepMemory = !dynamicBatch && ready.size === 0;
        const made = ready.get(key) ?? prepare(fn, shapes, { ...options, keepMemory });
        ready.set(key, made);
        // A compilation that failed, perhaps for lack of memory, is repeated at the next call.
        made.catch(() => ready.delete(key));
        return made;
      };
      let open = dynamicBatch;
      const find = async (inputs: Groups<Resident>): Promise<Ready> => {
        const shapes = flat<Resident, Shape>(inputs, ({ shape }) => shape);
        if (open) {
          try {
            return await prepared(withOpenBatch(shapes));
          } catch (error) {
            // If the batch axis cannot be left open, compile for each size.
            if (!(error instanceof CompileError) || error.code !== 'not-traceable') throw error;
            open = false;
          }
        }
        return await prepared(shapes);
      };
      // Executables are looked up by the shapes of the inputs, most recent first.
      let found: Found[] = [];
      const readyFor = (inputs: Groups<Resident>): Found => {
        const known = found.find(({ form }) => hasForm(inputs, form));
        if (known !== undefined) return known;
        const made = { form: formOf(inputs), ready: find(inputs) };
        found = [made, ...found.slice(0, mostFound - 1)];
        made.ready.catch(() => (found = found.filter((one) => one !== made)));
        return made;
      };
      const call = async (inputs: Groups<Resident>): Promise<Groups<Resident>> => {
        const { form, ready } = readyFor(inputs);
        return run(await ready, form, { inputs, consumed: consumedBy(fn, inputs) });
      };
      return Object.assign(call, {
        prepare: async (inputs: Groups<Resident>) => void (await readyFor(inputs).ready),
      });
    },
    memory: () => ({ tensors, bytes }),
  };

  async function run(
    { executable, groups }: Ready,
    form: Form,
    {
      inputs,
      consumed,
    }: { readonly inputs: Groups<Resident>; readonly consumed: Groups<Resident> },
  ): Promise<Groups<Resident>> {
    const values: Record<string, Float32Array> = {};
    for (const { group, name, key } of form) values[key] = valuesOf(inputs[group]![name]!);
    const shapes = Object.entries(executable.shapesFor(values));
    const { memory, overwrites } = executable;
    const given = flat(consumed, (value) => value);
    const into: Record<string, Float32Array> = {};
    for (const [name, shape] of shapes) {
      const before = overwrites?.has(name) === true ? given[name] : undefined;
      into[name] =
        before === undefined
          ? (memory?.take(name) ?? pool.take(sizeOf(shape)))
          : handOver(valuesOf(before));
    }
    // The values of a resident never change, and a buffer that is used again is another array.
    await executable.run(values, { into, unchanged: true });
    for (const [name, value] of Object.entries(given)) drop(value, overwrites?.has(name) !== true);
    const entries = shapes.map(
      ([name, shape]) => [name, resident(shape, into[name]!, memory)] as const,
    );
    return { ...Object.fromEntries(groups.map((group) => [group, {}])), ...grouped(entries) };
  }
}

/** Maximum number of forms of inputs that are kept: a decoder may be called with any number of latents. */
const mostFound = 64;

/** The form of inputs: their groups, names and shapes. The same executable runs all inputs of the same form. */
type Form = readonly {
  readonly group: string;
  readonly name: string;
  readonly key: string;
  readonly shape: readonly number[];
}[];

interface Found {
  readonly form: Form;
  readonly ready: Promise<Ready>;
}

function formOf(inputs: Groups<Resident>): Form {
  return Object.entries(inputs).flatMap(([group, values]) =>
    Object.entries(values).map(([name, { shape }]) => ({
      group,
      name,
      key: `${group}/${name}`,
      shape: [...shape],
    })),
  );
}

function hasForm(inputs: Groups<Resident>, form: Form): boolean {
  let count = 0;
  // Do not build a list of names: this runs before every call.
  for (const group in inputs) for (const _ in inputs[group]) count++;
  if (count !== form.length) return false;
  return form.every(({ group, name, shape }) => {
    const given = inputs[group]?.[name]?.shape;
    return given?.length === shape.length && shape.every((size, axis) => size === given[axis]);
  });
}

type Shape = readonly (number | string)[];
type Shapes = Readonly<Record<string, Shape>>;

/** Marks the first axis of batches as dynamic. */
function withOpenBatch(shapes: Shapes): Shapes {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      /^(batch|noise)\//u.test(name) ? ['batch', ...shape.slice(1)] : shape,
    ]),
  );
}

/** The memory of an array as another array, since one array never stands for two values. */
const handOver = ({ buffer, byteOffset, length }: Float32Array): Float32Array =>
  new Float32Array(buffer as ArrayBuffer, byteOffset, length);

function valuesOf(value: Resident): Float32Array {
  const { values } = value as HostResident;
  if (values === undefined) {
    throw new InvalidArgumentError('A value was used after it had been released.');
  }
  return values;
}

interface Ready {
  readonly executable: Compiled;
  /** Names of the result's groups; some are empty, such as the state of an optimiser that keeps none. */
  readonly groups: readonly string[];
}

async function prepare(
  fn: TensorFunction,
  shapes: Shapes,
  { threads, cache, compile, keepMemory }: CompiledEngineOptions & { readonly keepMemory: boolean },
): Promise<Ready> {
  const body = getBody(fn);
  const specs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape }]),
  );
  let groups: readonly string[] = [];
  const traced = (check: boolean): Graph =>
    trace(
      (tensors) => {
        const results = body(grouped(Object.entries(tensors)));
        groups = Object.keys(results);
        return flat(results, (tensor) => tensor);
      },
      specs,
      { check },
    );
  const { consumes = [] } = fn;
  const executable = await compile(traced(false), {
    threads,
    mayOverwrite: Object.keys(shapes).filter((key) => consumes.includes(key.split('/', 1)[0]!)),
    keepMemory,
    ...(cache !== undefined && { cache }),
    // A cached graph has been checked already.
    onMiss: () => void traced(true),
  });
  return { executable, groups };
}

/**
 * Joins groups into one map: `{ scalars: { beta } }` becomes `{ 'scalars/beta' }`. Names may contain slashes, but names
 * of groups must not.
 */
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
