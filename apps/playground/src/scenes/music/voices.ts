/** Fetches the samples that the scene needs, a few at a time, so that the worker is free for other questions between two of them. */
import type { Bank } from './sound/bank';

export interface VoicesOptions {
  /** Undefined while the scene has no sound. */
  readonly bank: () => Bank | undefined;
  /** MIDI's pitches that are played, the most urgent first. */
  readonly needed: () => Iterable<number>;
  readonly program: () => number;
  readonly ask: (
    pitches: readonly number[],
    program: number,
  ) => Promise<readonly Float32Array<ArrayBuffer>[]>;
}

/** Pitches that are asked for in one go. */
const voicesAtOnce = 4;

/** @returns what to call whenever something else may be needed. */
export function createVoices({ bank, needed, program, ask }: VoicesOptions): () => void {
  let asking = false;

  async function fetchAll(): Promise<void> {
    for (;;) {
      const wanted = new Set<number>();
      for (const pitch of needed()) if (!bank()?.has(pitch)) wanted.add(pitch);
      const pitches = [...wanted].slice(0, voicesAtOnce);
      if (pitches.length === 0 || bank() === undefined) return;
      const asked = program();
      const voices = await ask(pitches, asked);
      // Another instrument was chosen meanwhile: its samples are asked for next.
      if (program() === asked) bank()?.give(pitches, voices);
    }
  }

  return () => {
    if (asking) return;
    asking = true;
    fetchAll()
      // A worker that does not answer is asked again when something else is needed, not at once and for ever.
      .catch(() => undefined)
      .finally(() => {
        asking = false;
      });
  };
}
