/**
 * Fetches the samples that the scene needs, a few at a time, so that the worker can answer other questions in between.
 */
import type { Bank } from '../sound/bank';

export interface VoicesOptions {
  /** The bank; undefined before the sound has been set up. */
  readonly bank: () => Bank | undefined;
  /** The MIDI pitches that are played, the most urgent first. */
  readonly needed: () => Iterable<number>;
  readonly program: () => number;
  readonly ask: (
    pitches: readonly number[],
    program: number,
  ) => Promise<readonly Float32Array<ArrayBuffer>[]>;
}

/** Number of pitches in one request. */
const voicesAtOnce = 4;

/** @returns a function to call whenever other samples may be needed. */
export function createVoices({ bank, needed, program, ask }: VoicesOptions): () => void {
  let asking = false;

  async function fetchAll(): Promise<void> {
    for (;;) {
      const wanted = new Set<number>();
      for (const pitch of needed()) if (!bank()?.has(pitch)) wanted.add(pitch);
      const pitches = [...wanted].slice(0, voicesAtOnce);
      if (pitches.length === 0 || bank() === undefined) return;
      const requested = program();
      const voices = await ask(pitches, requested);
      // If the instrument has changed, the samples of the new one are fetched next.
      if (program() === requested) bank()?.give(pitches, voices);
    }
  }

  return () => {
    if (asking) return;
    asking = true;
    fetchAll()
      // A failed request is repeated when other samples are needed, not at once and endlessly.
      .catch(() => undefined)
      .finally(() => {
        asking = false;
      });
  };
}
