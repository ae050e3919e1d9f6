/**
 * What a command is doing and how long it will take yet: one line on stderr that writes over itself, shown once a command
 * has taken a while. Where nobody sees stderr nothing is written: a pipe or a log gets results alone.
 */
import { formatCount, formatDuration } from './format.js';

export interface Progress {
  /**
   * @param what is being done, such as `scoring`.
   * @param done of `total` pieces, where they can be counted; a new `what` starts the clock of the time left again.
   */
  update(what: string, done?: number, total?: number): void;
  /** Takes the line away. Calling it twice is harmless. */
  end(): void;
}

export const silentProgress: Progress = { update: () => undefined, end: () => undefined };

/** Milliseconds before a command says anything, and between two changes of the line. */
const patience = 1000;
const interval = 200;

export interface ProgressOptions {
  /** Writes over the last line of stderr; an empty text takes it away. */
  readonly overwrite: (text: string) => void;
  readonly now?: () => number;
}

export function progressLine({ overwrite, now = Date.now }: ProgressOptions): Progress {
  const begun = now();
  let task: Task | undefined;
  let written = 0;
  let timer: NodeJS.Timeout | undefined;
  const show = (): void => {
    const time = now();
    if (task === undefined || time - begun < patience || time - written < interval) return;
    written = time;
    overwrite(describe(task, time));
  };
  return {
    update(what, done, total) {
      const since = task?.what === what ? task.since : now();
      task = { what, since, ...(done !== undefined && { done }), ...(total && { total }) };
      // While the engine computes, no timer fires; while something is waited for, no update comes.
      timer ??= setInterval(show, interval).unref();
      show();
    },
    end() {
      clearInterval(timer);
      timer = undefined;
      task = undefined;
      overwrite('');
    },
  };
}

interface Task {
  readonly what: string;
  /** When it began, in milliseconds. */
  readonly since: number;
  readonly done?: number;
  readonly total?: number;
}

function describe({ what, since, done = 0, total }: Task, time: number): string {
  const seconds = (time - since) / 1000;
  if (total === undefined) return `${what}  ${formatDuration(seconds)}`;
  const counted = `${what} ${formatCount(done)}/${formatCount(total)}`;
  // The first pieces say little of the others.
  if (done === 0 || seconds < 0.5) return counted;
  return `${counted}  ${formatDuration((seconds / done) * (total - done))} left`;
}
