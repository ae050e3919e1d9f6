/** The worker's client for scenes of music, with a method for each question. */
import type {
  CheckpointOffer,
  Ending,
  GridQuestion,
  Pattern,
  SimilarQuestion,
  Song,
  Take,
} from '../protocol/music';
import { openWorkerClient } from './client';
import type { WorkerClientOptions } from './client';

export interface MusicClient {
  /** Decodes the grid between the corners; replaces an earlier grid. Rows arrive in any order. */
  decodeGrid(
    question: GridQuestion,
    onRow: (row: number, patterns: readonly Pattern[]) => void,
  ): void;
  /** @returns a few neighbours of a pattern; the same ones for the same seed. */
  drawSimilar(question: SimilarQuestion): Promise<readonly Pattern[]>;
  readMidi(bytes: Uint8Array, name: string): Promise<Song>;
  writeMidi(take: Take): Promise<Uint8Array<ArrayBuffer>>;
  writeWav(take: Take, ending: Ending): Promise<Uint8Array<ArrayBuffer>>;
  renderVoices(
    pitches: readonly number[],
    program: number,
  ): Promise<readonly Float32Array<ArrayBuffer>[]>;
  checkCheckpoint(url: string): Promise<CheckpointOffer>;
  /** @param url empty for the shipped model. @param onProgress receives the number of bytes fetched so far. */
  loadCheckpoint(url: string, onProgress: (bytes: number) => void): Promise<void>;
  close(): void;
}

export function openMusicClient(options: WorkerClientOptions): MusicClient {
  const client = openWorkerClient(options);
  return {
    decodeGrid(question, onRow) {
      client.stream('pattern-grid', question, ({ row, patterns }) => {
        onRow(row, patterns);
      });
    },
    drawSimilar: (question) => client.ask('similar-patterns', question),
    readMidi: (bytes, name) => client.ask('read-midi', { bytes, name }),
    writeMidi: (take) => client.ask('write-midi', { take }),
    writeWav: (take, ending) => client.ask('write-wav', { take, ending }),
    renderVoices: (pitches, program) => client.ask('voices', { pitches, program }),
    checkCheckpoint: (url) => client.ask('check-checkpoint', { url }),
    async loadCheckpoint(url, onProgress) {
      await client.ask('load-checkpoint', { url }, onProgress);
    },
    close: client.close,
  };
}
