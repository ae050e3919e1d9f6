/** The page's end of the worker for the scenes of music: questions as promises, a grid that comes row by row. */
import { takeWorker } from './preload';
import { failureOf, failureOfWorker, ModelError } from './failure';
import type { Failure } from './failure';
import type { FromWorker, ToWorker } from '../protocol/images';
import type {
  CheckpointOffer,
  Ending,
  GridQuestion,
  LikeQuestion,
  MusicAnswer,
  MusicKind,
  MusicQuestion,
  Pattern,
  Song,
  Take,
} from '../protocol/music';

export interface MusicClient {
  /** Replaces the grid that is under way; its rows come in any order. Rejects where a corner cannot be encoded. */
  grid(question: GridQuestion, onRow: (row: number, patterns: readonly Pattern[]) => void): void;
  /** A few patterns near one; the same seed, the same ones. */
  like(question: LikeQuestion): Promise<readonly Pattern[]>;
  readMidi(bytes: Uint8Array, name: string): Promise<Song>;
  writeMidi(take: Take): Promise<Uint8Array<ArrayBuffer>>;
  writeWav(take: Take, ending: Ending): Promise<Uint8Array<ArrayBuffer>>;
  voices(
    pitches: readonly number[],
    program: number,
  ): Promise<readonly Float32Array<ArrayBuffer>[]>;
  offer(url: string): Promise<CheckpointOffer>;
  /** @param url empty for the shipped model. @param onProgress told of the bytes so far. */
  load(url: string, onProgress: (bytes: number) => void): Promise<void>;
  close(): void;
}

export interface MusicClientOptions {
  readonly kind: MusicKind;
  readonly onReady: () => void;
  /** The model did not load, the worker broke, or a grid could not be decoded. */
  readonly onFailed: (failure: Failure) => void;
}

interface Question {
  readonly onAnswer: (answer: MusicAnswer) => void;
  readonly reject: (error: Error) => void;
}

export function openMusicClient({ kind, onReady, onFailed }: MusicClientOptions): MusicClient {
  const worker = takeWorker(kind);
  const questions = new Map<number, Question>();
  let lastId = 0;
  let lastGrid = 0;
  let broken: ModelError | undefined;

  const post = (message: ToWorker): void => {
    worker.postMessage(message);
  };
  /** @param onAnswer gets every answer but the last. */
  const ask = <Last extends MusicAnswer['answer']>(
    last: Last,
    question: MusicQuestion,
    onAnswer: (answer: MusicAnswer) => void = () => undefined,
  ): Promise<Extract<MusicAnswer, { answer: Last }>> =>
    new Promise((resolve, reject) => {
      if (broken !== undefined) {
        reject(broken);
        return;
      }
      const id = ++lastId;
      questions.set(id, {
        reject,
        onAnswer(answer) {
          if (answer.answer !== last) {
            onAnswer(answer);
            return;
          }
          questions.delete(id);
          resolve(answer as Extract<MusicAnswer, { answer: Last }>);
        },
      });
      post({ type: 'music', id, question });
    });

  worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
    if (message.type === 'ready') onReady();
    if (message.type === 'music') questions.get(message.id)?.onAnswer(message.answer);
    if (message.type !== 'failed') return;
    if (message.id === undefined) {
      onFailed(failureOf(new ModelError(message)));
      return;
    }
    questions.get(message.id)?.reject(new ModelError(message));
    questions.delete(message.id);
  };
  worker.onerror = (event) => {
    const failure = failureOfWorker(event);
    broken = new ModelError(failure);
    for (const { reject } of questions.values()) reject(broken);
    questions.clear();
    onFailed(failure);
  };
  post({ type: 'open', opening: kind });

  return {
    grid(question, onRow) {
      // The one that this replaces is never answered to its end.
      questions.delete(lastGrid);
      const asked = ask('grid', { ask: 'grid', ...question }, (answer) => {
        if (answer.answer === 'row') onRow(answer.row, answer.patterns);
      });
      lastGrid = lastId;
      asked.catch((error: unknown) => {
        if (broken === undefined) onFailed(failureOf(error));
      });
    },
    async like(question) {
      return (await ask('patterns', { ask: 'like', ...question })).patterns;
    },
    async readMidi(bytes, name) {
      return (await ask('song', { ask: 'read-midi', bytes, name })).song;
    },
    async writeMidi(take) {
      return (await ask('file', { ask: 'write-midi', take })).bytes;
    },
    async writeWav(take, ending) {
      return (await ask('file', { ask: 'write-wav', take, ending })).bytes;
    },
    async voices(pitches, program) {
      return (await ask('voices', { ask: 'voices', pitches, program })).voices;
    },
    async offer(url) {
      return (await ask('offer', { ask: 'offer', url })).offer;
    },
    async load(url, onProgress) {
      await ask('loaded', { ask: 'load', url }, (answer) => {
        if (answer.answer === 'progress') onProgress(answer.bytes);
      });
    },
    close() {
      worker.terminate();
      questions.clear();
    },
  };
}
