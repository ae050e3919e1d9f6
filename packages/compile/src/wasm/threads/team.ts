/**
 * A team of threads that execute modules together. The thread that starts a run takes part in it and waits for the others;
 * between runs they sleep. A realm has one team for each number of threads.
 */
import { startThread } from '#threads';
import { numbers, places, type Answer, type Line, type Message } from './protocol.js';

/** The first thread's end of a line. */
export interface ThreadLine extends Line<Message, Answer> {
  /** Is called if the thread cannot run. */
  onFailure(fail: (reason: Error) => void): void;
  /** Whether the thread keeps the process alive. */
  hold(isHeld: boolean): void;
  close(): void;
}

/** Milliseconds after which a thread that has not started is given up. */
const patience = 10_000;

const teams = new Map<number, Promise<Team | undefined>>();

/**
 * The team of so many threads, this one among them.
 *
 * @returns undefined where threads cannot share memory, as in a page that is not cross-origin isolated, or cannot start.
 */
export function teamOf(threads: number): Promise<Team | undefined> {
  if (threads < 2 || !hasSharedMemory()) return Promise.resolve(undefined);
  const known = teams.get(threads) ?? startTeam(threads);
  teams.set(threads, known);
  return known;
}

/** Whether memory can be shared with other threads here. */
export function hasSharedMemory(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  return typeof SharedArrayBuffer === 'function' && crossOriginIsolated !== false;
}

async function startTeam(threads: number): Promise<Team | undefined> {
  const lines: ThreadLine[] = [];
  try {
    for (let thread = 1; thread < threads; thread++) lines.push(await startThread());
    const team = new Team(lines);
    await within(patience, team.start());
    return team;
  } catch {
    for (const line of lines) line.close();
    return undefined;
  }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('A thread did not start.')), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What a run is given to a team as. */
export interface Work {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly host: readonly string[];
}

export class Team {
  /** Number of threads, with the one that starts runs. */
  readonly threads: number;
  /** Whether the thread that starts runs may sleep while it waits: the main thread of a page may not. */
  readonly maySleep: boolean;
  readonly #control = new Int32Array(new SharedArrayBuffer(4 * numbers));
  readonly #members: readonly { readonly line: ThreadLine; readonly waiting: Waiting[] }[];
  #jobs = 0;
  /** Modules of executables that nobody holds any more are dropped, with their memory. */
  readonly #unused = new FinalizationRegistry<number>((job) => {
    this.#send({ kind: 'drop', job }).catch(() => undefined);
  });

  constructor(lines: readonly ThreadLine[]) {
    this.threads = lines.length + 1;
    this.maySleep = canSleep();
    this.#members = lines.map((line) => {
      const waiting: Waiting[] = [];
      line.listen(({ error }) => {
        const { resolve, reject } = waiting.shift()!;
        if (waiting.length === 0) line.hold(false);
        if (error === undefined) resolve();
        else reject(new Error(error));
      });
      line.onFailure((reason) => {
        for (const { reject } of waiting.splice(0)) reject(reason);
      });
      line.hold(false);
      return { line, waiting };
    });
  }

  /** Resolves when all threads wait for work. */
  start(): Promise<void> {
    return this.#send((thread) => ({ kind: 'start', control: this.#control, thread }));
  }

  /**
   * Gives a module to all threads.
   *
   * @param owner the job is dropped when nobody holds it any more.
   * @returns the number of the job, for `run`.
   */
  async load(work: Work, owner: object): Promise<number> {
    const job = this.#jobs++;
    await this.#send({ kind: 'load', job, ...work });
    this.#unused.register(owner, job);
    return job;
  }

  /** Starts a job on the other threads and executes this thread's own part, which waits for them at its end. */
  run(job: number, own: () => void): void {
    Atomics.store(this.#control, places.job, job);
    Atomics.add(this.#control, places.runs, 1);
    this.#wake();
    own();
  }

  async #send(message: Message | ((thread: number) => Message)): Promise<void> {
    const answers = this.#members.map(({ line, waiting }, i) => {
      line.hold(true);
      line.post(typeof message === 'function' ? message(i + 1) : message);
      return new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
    });
    Atomics.add(this.#control, places.mail, 1);
    this.#wake();
    await Promise.all(answers);
  }

  #wake(): void {
    Atomics.add(this.#control, places.turn, 1);
    Atomics.notify(this.#control, places.turn);
  }
}

function canSleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}
