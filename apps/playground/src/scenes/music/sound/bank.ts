/** The samples of the instruments, pitch by pitch. They come from the worker, before there is an audio context and while it plays. */
import { sampleRate } from '../../../worker/protocol/music';

export interface Bank {
  /** Samples of pitches, of -1 to 1. */
  give(pitches: readonly number[], voices: readonly Float32Array<ArrayBuffer>[]): void;
  /** Whether a pitch has the samples that it should have. */
  has(pitch: number): boolean;
  /** Another instrument: all samples are wanted anew. Until they come the old ones sound, for music must not stop. */
  renew(): void;
  /** Undefined for a pitch that never came. */
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
