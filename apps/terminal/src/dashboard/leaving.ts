/**
 * How a person leaves the dashboard, by key or by signal. It listens before anything is loaded or drawn: until the
 * terminal passes its keys on, Ctrl-C arrives as a signal, and an early one must not orphan a training.
 */
import { onEnding } from '../io/signals.js';
import { isTraining, type RunStore } from './store.js';

/** `detached` while training continues, `interrupted` after Ctrl-C, `ended` if there was nothing left to watch. */
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
  /** The trainer that this command started; it does not stop another one that resumes the run. */
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

  /** Leaves; a training continues without a watcher. */
  readonly leave = (): void => this.#resolve(isTraining(this.#store.view) ? 'detached' : 'ended');

  /** Stops the training and waits for its end; called again, it does not wait. */
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
