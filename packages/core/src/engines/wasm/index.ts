/**
 * The engine `wasm` that assembles its own WebAssembly: each tensor function becomes one module of fused loops and products.
 * What `@speil/compile` has no loops for is run by tfjs's wasm backend, which is loaded only then.
 */
import { CompileError } from '@speil/compile';
import { compileWasm, hasVectors } from '@speil/compile/wasm';
import { createCompiledEngine } from '../compiled/engine.js';
import type {
  Engine,
  Executable,
  Groups,
  HostTensor,
  Resident,
  TensorFunction,
} from '../engine.js';
import { consumedBy, keptBy } from '../tensor-function.js';
import { engineProviders, registerEngine, type EngineProvider } from '../registry.js';

/** How the engine runs. */
export interface WasmEngineOptions {
  /** Opens the engine for functions that have no loops. It is called again only if it failed. */
  readonly otherwise: () => Promise<Engine>;
  /**
   * Threads of one run, where threads can share memory: in Node, and in a page that is cross-origin isolated. Results do
   * not depend on their number. Default 1.
   */
  readonly threads?: number;
  /** The version that the engine states as its own. */
  readonly version?: string;
}

/** Makes the engine that compiles each tensor function to WebAssembly. */
export function createWasmEngine({ otherwise, threads = 1, version }: WasmEngineOptions): Engine {
  const engine = createCompiledEngine({
    ...{ name: 'wasm', threads, compile: compileWasm },
    ...(version !== undefined && { version }),
  });
  let other: Promise<Engine> | undefined;
  const openOther = (): Promise<Engine> => {
    const opened = other ?? otherwise();
    other = opened;
    // A file that could not be fetched is fetched again at the next call.
    opened.catch(() => (other = undefined));
    return opened;
  };
  return {
    ...engine,
    compile(fn) {
      const compiled = engine.compile(fn);
      let isElsewhere = false;
      let elsewhere: Executable | undefined;
      /** Runs the compiled function; undefined if it has no loops, which is then known. */
      const attempt = async <R>(work: () => Promise<R>): Promise<R | undefined> => {
        if (isElsewhere) return undefined;
        try {
          return await work();
        } catch (error) {
          if (!hasNoLoops(error)) throw error;
          isElsewhere = true;
          return undefined;
        }
      };
      const call = async (inputs: Groups<Resident>): Promise<Groups<Resident>> => {
        const results = await attempt(() => compiled(inputs));
        if (results !== undefined) return results;
        const to = await openOther();
        elsewhere ??= to.compile(fn);
        const computed = await runElsewhere(elsewhere, { from: engine, to }, { fn, inputs });
        engine.release(consumedBy(fn, inputs));
        return computed;
      };
      const prepare = async (inputs: Groups<Resident>): Promise<void> => {
        await attempt(async () => compiled.prepare?.(inputs));
      };
      return Object.assign(call, { prepare });
    },
  };
}

const hasNoLoops = (error: unknown): boolean =>
  error instanceof CompileError &&
  (error.code === 'unsupported-kernel' || error.code === 'not-traceable');

interface Engines {
  readonly from: Engine;
  readonly to: Engine;
}

/** Runs a function on another engine, with copies of all values. */
async function runElsewhere(
  run: Executable,
  { from, to }: Engines,
  { fn, inputs }: { readonly fn: TensorFunction; readonly inputs: Groups<Resident> },
): Promise<Groups<Resident>> {
  const given = await moved(inputs, from, to);
  let left = given;
  try {
    const results = await run(given);
    left = keptBy(fn, given);
    try {
      return await moved(results, to, from);
    } finally {
      to.release(results);
    }
  } finally {
    to.release(left);
  }
}

async function moved(
  groups: Groups<Resident>,
  from: Engine,
  to: Engine,
): Promise<Groups<Resident>> {
  const result: Record<string, Record<string, Resident>> = {};
  for (const [group, residents] of Object.entries(groups)) {
    const values: Record<string, Resident> = {};
    for (const [name, resident] of Object.entries(residents)) {
      const value: HostTensor = {
        shape: [...resident.shape],
        values: await from.download(resident),
      };
      values[name] = to.upload(value);
    }
    result[group] = values;
  }
  return result;
}

/** How the engine is registered. */
export interface RegisterWasmOptions extends Pick<WasmEngineOptions, 'version'> {
  /** Gives the number of threads when the engine is opened. Default: one thread. */
  readonly threads?: () => number;
}

/**
 * Registers the engine in place of tfjs's wasm backend, which it then uses for what has no loops. Where WebAssembly has no
 * vectors, tfjs's backend stays.
 */
export function registerWasmEngine({ threads, ...options }: RegisterWasmOptions = {}): void {
  const tfjs = engineProviders().find(({ name }) => name === 'wasm');
  if (tfjs === undefined || registered.has(tfjs)) return;
  const provider: EngineProvider = {
    name: 'wasm',
    open: (given) => {
      const otherwise = (): Promise<Engine> => tfjs.open(given);
      return hasVectors()
        ? Promise.resolve(
            createWasmEngine({ ...options, otherwise, ...(threads && { threads: threads() }) }),
          )
        : otherwise();
    },
  };
  registered.add(provider);
  registerEngine(provider);
}

/** Providers of this engine: one of them is not replaced by another. */
const registered = new WeakSet<EngineProvider>();
