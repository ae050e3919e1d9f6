/**
 * Who gets the decoder next. A look at the point under the finger goes first and only the newest counts; questions come
 * in their order; the background is done in small pieces when nothing else waits and no hand is on the plane. One piece
 * of work runs at a time, and messages are let in between two of them.
 */

export type Work = () => Promise<void>;

export interface Schedule {
  /** Replaces a look that has not begun. */
  look(work: Work, byHand: boolean): void;
  ask(work: Work): void;
  /** Replaces the background that was under way. */
  background(pieces: Iterator<Work>): void;
}

export interface ScheduleOptions {
  /** Milliseconds, only ever compared. */
  readonly now: () => number;
  /** Lets messages in. Resolves at once, or after `ms`. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Milliseconds after a hand's last look in which the background waits. */
export const quiet = 120;

export function createSchedule({ now, pause }: ScheduleOptions): Schedule {
  const questions: Work[] = [];
  let look: Work | undefined;
  let pieces: Iterator<Work> | undefined;
  let lastByHand = -Infinity;
  let running = false;

  function next(): Work | undefined {
    if (look !== undefined) {
      const work = look;
      look = undefined;
      return work;
    }
    return questions.shift();
  }

  function nextPiece(): Work | undefined {
    const piece = pieces?.next();
    if (piece === undefined || piece.done) pieces = undefined;
    return piece?.done ? undefined : piece?.value;
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    await pause(0);
    while (look !== undefined || questions.length > 0 || pieces !== undefined) {
      const work = next();
      const wait = quiet - (now() - lastByHand);
      if (work !== undefined) await work();
      else if (wait > 0) return rest(wait);
      else await nextPiece()?.();
      await pause(0);
    }
    running = false;
  }

  /** Waits for the hand without standing in the way of new work. */
  function rest(ms: number): void {
    running = false;
    void pause(ms).then(run);
  }

  return {
    look(work, byHand) {
      look = work;
      if (byHand) lastByHand = now();
      void run();
    },
    ask(work) {
      questions.push(work);
      void run();
    },
    background(replacement) {
      pieces = replacement;
      void run();
    },
  };
}
