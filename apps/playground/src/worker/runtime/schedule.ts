/**
 * Decides which work runs next. The point under the pointer comes first, and only the newest point counts. Queued
 * questions follow in their order. Background work is done in small pieces while nothing else waits and the pointer is
 * still. One piece of work runs at a time, and messages are received between two pieces.
 */

export type Work = () => Promise<void>;

export interface Schedule {
  /**
   * Runs before everything else. Replaces urgent work that has not begun.
   *
   * @param onReplaced called when newer urgent work takes its place.
   */
  urgent(work: Work, byHand: boolean, onReplaced?: () => void): void;
  enqueue(work: Work): void;
  /** Replaces the current background work, and closes its iterator. */
  background(pieces: Iterator<Work>): void;
}

export interface ScheduleOptions {
  /** The time in milliseconds, from any origin. */
  readonly now: () => number;
  /** Lets messages arrive. Resolves at once, or after `ms` milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Milliseconds that background work waits after the last movement of the hand. */
export const quiet = 120;

export function createSchedule({ now, pause }: ScheduleOptions): Schedule {
  const queue: Work[] = [];
  let urgent: { readonly work: Work; readonly onReplaced: () => void } | undefined;
  let pieces: Iterator<Work> | undefined;
  let lastByHand = -Infinity;
  let running = false;

  function takeNext(): Work | undefined {
    if (urgent !== undefined) {
      const { work } = urgent;
      urgent = undefined;
      return work;
    }
    return queue.shift();
  }

  function takePiece(): Work | undefined {
    const piece = pieces?.next();
    if (piece === undefined || piece.done) pieces = undefined;
    return piece?.done ? undefined : piece?.value;
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    await pause(0);
    while (urgent !== undefined || queue.length > 0 || pieces !== undefined) {
      const work = takeNext();
      const wait = quiet - (now() - lastByHand);
      if (work !== undefined) await work();
      else if (wait > 0) return rest(wait);
      else await takePiece()?.();
      await pause(0);
    }
    running = false;
  }

  /** Waits until the hand is still, without delaying new work. */
  function rest(ms: number): void {
    running = false;
    void pause(ms).then(run);
  }

  return {
    urgent(work, byHand, onReplaced = () => undefined) {
      urgent?.onReplaced();
      urgent = { work, onReplaced };
      if (byHand) lastByHand = now();
      void run();
    },
    enqueue(work) {
      queue.push(work);
      void run();
    },
    background(replacement) {
      pieces?.return?.();
      pieces = replacement;
      void run();
    },
  };
}
