/**
 * Commands to a run that goes on: from a key in the dashboard, a second terminal, a button on a page. The loop takes them
 * between steps.
 */
import type { Command } from '@speil/api';

export class TrainingControl {
  #queue: Command[] = [];
  #arrived: (() => void) | undefined;
  readonly #stop = new AbortController();

  /** Aborted once a `stop` has come: what takes long between two steps need not be waited for. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

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
