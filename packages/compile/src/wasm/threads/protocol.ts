/** What a team's first thread and its other threads share: messages, and numbers that they wait on. */

/** Places among the team's numbers. */
export const places = {
  /** Grows whenever something happens; threads sleep on it. */
  turn: 0,
  /** Runs that were started. */
  runs: 1,
  /** Messages that were sent to each thread. */
  mail: 2,
  /** The job of the latest run. */
  job: 3,
} as const;
export const numbers = 4;

/** A message to a thread; each is answered. */
export type Message =
  | {
      readonly kind: 'start';
      readonly control: Int32Array<SharedArrayBuffer>;
      readonly thread: number;
    }
  | {
      readonly kind: 'load';
      readonly job: number;
      readonly module: WebAssembly.Module;
      readonly memory: WebAssembly.Memory;
      /** Functions of the host that the module imports. */
      readonly host: readonly string[];
    }
  | { readonly kind: 'drop'; readonly job: number };

/** The answer to a message; without an error it was done. */
export interface Answer {
  readonly error?: string;
}

/** One end of the line between two threads. */
export interface Line<Out, In> {
  post(message: Out): void;
  listen(receive: (message: In) => void): void;
}
