/** The runners of a benchmark: processes that are asked for steps in turn. Each ends with the one who started it. */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type * as z from 'zod';
import type { BenchEngine } from './engines.js';
import { answerSchema, readySchema } from './protocol.js';
import type { Answer, Ask, Failure, Ready } from './protocol.js';
import type { Benchmark } from './benchmarks.js';

/** A runner that is ready. */
export interface Runner {
  /** Milliseconds of its first step, what it compiled included; undefined where it does not tell. */
  readonly firstMilliseconds: number | undefined;
  /** @throws Error that says in one line why it cannot. */
  ask(steps: number): Promise<Times>;
  /** Resolves when its process is gone: the next work is to have the machine for itself. */
  end(): Promise<void>;
}

export type Times = Exclude<Answer, Failure>;

/** A runner that can be had. */
export interface RunnerFactory {
  /** As the results name it. */
  readonly name: string;
  /** True for a runner that takes turns of fewer steps. */
  readonly slow?: boolean;
  /**
   * @param signal aborting ends its process.
   * @throws Error that says in one line why it cannot be had.
   */
  open(signal: AbortSignal | undefined): Promise<Runner>;
}

/** A runner has nothing to save, and one deep in a step must go too. */
export const killSignal = 'SIGKILL';

/** Our engine, or tfjs as it is shipped, in a process of its own. */
export function engineRunner(
  name: string,
  engine: BenchEngine,
  work: Benchmark,
  threads: number,
): RunnerFactory {
  const script = fileURLToPath(new URL('./worker.js', import.meta.url));
  return {
    name,
    slow: engine !== 'onnx',
    open: (signal) => {
      const child = fork(script, [engine, work.name, String(threads)], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        killSignal,
        ...(signal && { signal }),
      });
      return openRunner(child, {
        // A child that is gone is told of by its end.
        send: (message) => void child.send(message, () => undefined),
        listen: (hear) => child.on('message', hear),
      });
    },
  };
}

/** Our engines for a work; wasm has one thread. */
export function engineRunners(
  work: Benchmark,
  threads: number,
  prefix = '',
): readonly RunnerFactory[] {
  const names = threads === 1 ? (['onnx', 'wasm'] as const) : (['onnx'] as const);
  return names.map((name) => engineRunner(`${prefix}${name}`, name, work, threads));
}

/** A child with pipes, as `spawn` gives one. */
type PipedChild = ChildProcess & { readonly stdin: Writable; readonly stdout: Readable };

/** A process of another language: a JSON object a line on its stdin and stdout. */
export function openLineRunner(child: PipedChild): Promise<Runner> {
  child.stdin.on('error', () => undefined);
  return openRunner(child, {
    send: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    listen: (hear) =>
      createInterface({ input: child.stdout }).on('line', (line) => {
        const message = parsed(line);
        if (message !== undefined) hear(message);
      }),
  });
}

/** Libraries print what they like; that is no message. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

interface Channel {
  readonly send: (message: Ask) => void;
  readonly listen: (hear: (message: unknown) => void) => void;
}

async function openRunner(child: ChildProcess, { send, listen }: Channel): Promise<Runner> {
  const came: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  const hear = (message: unknown): void => {
    const next = waiting.shift();
    if (next === undefined) came.push(message);
    else next(message);
  };
  listen(hear);
  child.on('error', ({ message }) => hear({ error: message }));
  const gone = new Promise<void>((resolve) => {
    // What could not be started is not there to exit.
    if (child.pid === undefined) resolve();
    child.once('exit', () => resolve());
  });
  // Not `exit`: what it said last may still be on its way then.
  child.once('close', (code, signal) =>
    hear({ error: `it ended ${signal === null ? `with ${code}` : `by ${signal}`}` }),
  );
  const next = (): Promise<unknown> =>
    came.length > 0
      ? Promise.resolve(came.shift())
      : new Promise((resolve) => waiting.push(resolve));
  const end = async (): Promise<void> => {
    child.kill(killSignal);
    await gone;
  };
  let ready: Exclude<Ready, Failure>;
  try {
    ready = understood(readySchema, await next());
  } catch (error) {
    await end();
    throw error;
  }
  return {
    firstMilliseconds: ready.firstMilliseconds,
    async ask(steps) {
      send({ steps });
      return understood(answerSchema, await next());
    },
    end,
  };
}

/** @throws Error with what a runner could not do, or that it said something else. */
function understood<T extends object>(schema: z.ZodType<T>, message: unknown): Exclude<T, Failure> {
  const { success, data } = schema.safeParse(message);
  if (!success) throw new Error(`it said ${JSON.stringify(message).slice(0, 80)}`);
  if ('error' in data) throw new Error((data as Failure).error);
  return data as Exclude<T, Failure>;
}
