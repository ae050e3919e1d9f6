/**
 * How a person leaves the dashboard, by key or by signal. Listening starts before anything is loaded or drawn: until
 * the dashboard reads keys, Ctrl-C arrives as a signal, and an early Ctrl-C must not leave a training behind.
 */
import { onEnding } from '../io/signals.js';
import { isTraining, type RunStore } from './store.js';

/** `detached` if training continues, `interrupted` after Ctrl-C, `ended` if there was nothing left to watch. */
export type Left = 'detached' | 'interrupted' | 'ended';

export interface LeavingOptions {
  readonly store: RunStore;
  /** Whether Ctrl-C stops the training; otherwise it leaves at once. */
  readonly owner: boolean;
}

export class Leaving {
  /** Resolves with how the dashboard was left. */
  readonly left: Promise<Left>;
  readonly #store: RunStore;
  /** The trainer that this command started. Another trainer that resumes the run later is not stopped. */
  readonly #own: number | undefined;
  #interrupted = false;
  #resolve!: (left: Left) => void;
  readonly #stop: readonly (() => void)[];

  constructor({ store, owner }: LeavingOptions) {
    this.#store = store;
    this.#own = owner ? store.view.status?.pid : undefined;
    this.left = new Promise((resolve) => (this.#resolve = resolve));
    this.#stop = [
      onEnding((signal) => (signal === 'SIGINT' ? this.interrupt() : this.leave())),
      store.subscribe(() => {
        if (this.#interrupted && !isTraining(store.view)) this.#resolve('interrupted');
      }),
    ];
  }

  /** Leaves the dashboard. A training continues in the background. */
  readonly leave = (): void => this.#resolve(isTraining(this.#store.view) ? 'detached' : 'ended');

  /** Stops the training and waits for its end. A second call does not wait. */
  readonly interrupt = (): void => {
    const { view } = this.#store;
    if (this.#own === undefined || this.#own !== view.status?.pid || !isTraining(view)) {
      return this.leave();
    }
    if (this.#interrupted) return this.#resolve('interrupted');
    this.#interrupted = true;
    void this.#store.send({ type: 'stop' });
  };

  /** Stops listening. */
  close(): void {
    for (const stop of this.#stop) stop();
  }
}
