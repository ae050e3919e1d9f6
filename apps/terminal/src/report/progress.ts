/**
 * Shows what a command is doing and how much time is left: one line on stderr, which appears once the command has taken
 * a while and is then overwritten. If stderr is not a terminal, nothing is written, so that a pipe or a log gets only
 * results.
 */
import { formatCount, formatDuration } from './format.js';

export interface Progress {
  /**
   * @param what the current activity, such as `scoring`.
   * @param done the number of completed pieces out of `total`, if they can be counted. A new `what` restarts the
   *   estimate of the time left.
   */
  update(what: string, done?: number, total?: number): void;
  /** Removes the line. Calling it twice is harmless. */
  end(): void;
}

export const silentProgress: Progress = { update: () => undefined, end: () => undefined };

/** Milliseconds before the line appears, and between two updates of it. */
const patience = 1000;
const interval = 200;

export interface ProgressOptions {
  /** Overwrites the last line of stderr; an empty text removes it. */
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
      // No timer fires while the engine computes, and no update comes while the command waits.
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
  /** When the activity began, in milliseconds. */
  readonly since: number;
  readonly done?: number;
  readonly total?: number;
}

function describe({ what, since, done = 0, total }: Task, time: number): string {
  const seconds = (time - since) / 1000;
  if (total === undefined) return `${what}  ${formatDuration(seconds)}`;
  const counted = `${what} ${formatCount(done)}/${formatCount(total)}`;
  // The first pieces say little about the time of the others.
  if (done === 0 || seconds < 0.5) return counted;
  return `${counted}  ${formatDuration((seconds / done) * (total - done))} left`;
}
