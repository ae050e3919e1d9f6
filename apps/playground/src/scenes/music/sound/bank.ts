/**
 * The samples of the instruments, by pitch. They arrive from the worker, possibly before there is an audio context, or
 * while the sound plays.
 */
import { sampleRate } from '../../../worker/protocol/music';

export interface Bank {
  /** Adds the samples of pitches. Values are from -1 to 1. */
  give(pitches: readonly number[], voices: readonly Float32Array<ArrayBuffer>[]): void;
  /** Whether a pitch has samples of the current instrument. */
  has(pitch: number): boolean;
  /**
   * Marks all samples as out of date after a change of the instrument. They are played until the new ones arrive, so
   * that the music does not stop.
   */
  renew(): void;
  /** @returns the samples of a pitch; undefined if it has none. */
  bufferOf(pitch: number): AudioBuffer | undefined;
}

export function createBank(): Bank {
  const buffers = new Map<number, AudioBuffer>();
  const fresh = new Set<number>();
  return {
    give(pitches, voices) {
      pitches.forEach((pitch, i) => {
        const data = voices[i]!;
        const buffer = new AudioBuffer({ length: data.length, sampleRate });
        buffer.copyToChannel(data, 0);
        buffers.set(pitch, buffer);
        fresh.add(pitch);
      });
    },
    has: (pitch) => fresh.has(pitch),
    renew() {
      fresh.clear();
    },
    bufferOf: (pitch) => buffers.get(pitch),
  };
}
