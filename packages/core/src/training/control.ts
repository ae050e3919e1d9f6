/**
 * Commands to a running training, from a key in the dashboard, a second terminal or a button on a page. The loop
 * applies them between two steps.
 */
import type { Command } from '@speil/api';

/** Steers a training from outside: commands take effect between two steps. */
export class TrainingControl {
  #queue: Command[] = [];
  #arrived: (() => void) | undefined;
  readonly #stop = new AbortController();

  /** Aborted by a `stop` command, so that long work between two steps ends immediately. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** Sends a command, which takes effect before the next step. */
  send(command: Command): void {
    this.#queue.push(command);
    if (command.type === 'stop') this.#stop.abort();
    this.#arrived?.();
  }

  /** All commands since the last call, in order. */
  take(): readonly Command[] {
    const taken = this.#queue;
    this.#queue = [];
    return taken;
  }

  /** Resolves when a command is waiting. */
  async waiting(): Promise<void> {
    if (this.#queue.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
    this.#arrived = undefined;
  }
}
