/**
 * The runners of a benchmark: processes that are asked for steps in turn. Each ends with the process that started it.
 */
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
  /** Milliseconds of its first step, including compilation; undefined if it does not report them. */
  readonly firstMilliseconds: number | undefined;
  /** @throws Error with the reason in one line. */
  ask(steps: number): Promise<Times>;
  /** Resolves when the process is gone, since the next benchmark needs the whole machine. */
  end(): Promise<void>;
}

export type Times = Exclude<Answer, Failure>;

/** A runner that can be started. */
export interface RunnerFactory {
  /** The name in the results. */
  readonly name: string;
  /** Whether the runner is slow, so that its turns have fewer steps. */
  readonly slow?: boolean;
  /** Whether the runner compiles its benchmark, and can keep the result in a folder for its next process. */
  readonly caches?: boolean;
  /**
   * @param signal ends its process when aborted.
   * @param cache a folder for what a runner that `caches` compiles.
   * @throws Error with the reason in one line.
   */
  open(signal: AbortSignal | undefined, cache?: string): Promise<Runner>;
}

/** SIGKILL, since a runner has nothing to save and must end even in the middle of a step. */
export const killSignal = 'SIGKILL';

/** Runs our engine, or unpatched tfjs, in a process of its own. */
export function engineRunner(
  name: string,
  engine: BenchEngine,
  work: Benchmark,
  threads: number,
): RunnerFactory {
  const script = fileURLToPath(new URL('./worker.js', import.meta.url));
  return {
    name,
    slow: engine !== 'onnx' && engine !== 'native',
    caches: engine === 'onnx' || engine === 'native',
    open: (signal, cache) => {
      const given = [engine, work.name, String(threads), ...(cache === undefined ? [] : [cache])];
      const child = fork(script, given, {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        killSignal,
        ...(signal && { signal }),
      });
      return openRunner(child, {
        // If the child is gone, its exit is reported instead.
        send: (message) => void child.send(message, () => undefined),
        listen: (hear) => child.on('message', hear),
      });
    },
  };
}

/**
 * Our engines for a benchmark; wasm has one thread.
 *
 * @param hasCompiler whether there is a C compiler here, without which `native` cannot run.
 */
export function engineRunners(
  work: Benchmark,
  threads: number,
  { hasCompiler, prefix = '' }: { readonly hasCompiler: boolean; readonly prefix?: string },
): readonly RunnerFactory[] {
  const names: readonly BenchEngine[] = [
    ...(hasCompiler ? (['native'] as const) : []),
    'onnx',
    ...(threads === 1 ? (['wasm'] as const) : []),
  ];
  return names.map((name) => engineRunner(`${prefix}${name}`, name, work, threads));
}

/** A child process with pipes, as `spawn` returns. */
type PipedChild = ChildProcess & { readonly stdin: Writable; readonly stdout: Readable };

/** A process in another language: one JSON object per line on its stdin and stdout. */
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

/** Reads the messages. Libraries may print other lines, which are ignored. */
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
    // A process that could not be started emits no exit event.
    if (child.pid === undefined) resolve();
    child.once('exit', () => resolve());
  });
  // `close` instead of `exit`, since the last messages may arrive after `exit`.
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

/** @throws Error if the runner reports a failure, or sends a message that is not part of the protocol. */
function understood<T extends object>(schema: z.ZodType<T>, message: unknown): Exclude<T, Failure> {
  const { success, data } = schema.safeParse(message);
  if (!success)
    throw new Error(`it sent an invalid message: ${JSON.stringify(message).slice(0, 80)}`);
  if ('error' in data) throw new Error((data as Failure).error);
  return data as Exclude<T, Failure>;
}
