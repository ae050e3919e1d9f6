/**
 * The page's end of the worker: a few calls instead of messages. Looks are sent as they come and the worker keeps only
 * the newest; everything else is a promise.
 */
import type { AtlasWindow } from '@speil/api';
import type { Point } from '../../shared/geometry/geometry';
import { takeWorker } from './preload';
import { failureOf, failureOfWorker, ModelError } from './failure';
import type { Failure } from './failure';
import type {
  Enlargement,
  Factor,
  FromWorker,
  Opening,
  Place,
  Plane,
  Reflection,
  Restoration,
  Spoiling,
  ToWorker,
} from '../protocol/images';

export interface ModelClient {
  /** Asks for the digits at points of open planes; each comes to `onSeen`, unless a newer look overtakes all. */
  look(places: readonly Place[], byHand: boolean): number;
  /** Opens a plane's model besides that of the opening. */
  openPlane(plane: Plane): Promise<void>;
  /** @returns the digits at `steps` even steps from one point to another, both included. */
  line(from: Point, to: Point, steps: number): Promise<readonly Uint8Array[]>;
  /** @param told the class that a conditional model is told. Default plane: that of the whole manifold. */
  encode(picture: Uint8Array, plane?: Plane, told?: number): Promise<Reflection>;
  /** Spoils a picture and has it mended. */
  restore(spoiling: Spoiling): Promise<Restoration>;
  /** Makes a picture smaller, and large again in two ways. */
  enlarge(picture: Uint8Array, factor: Factor): Promise<Enlargement>;
  /** Decodes a `side` by `side` grid in the background; replaces the one under way. */
  grid(side: number, window: AtlasWindow, onRow: (row: number, pictures: Uint8Array) => void): void;
  close(): void;
}

export interface ModelClientOptions {
  /** What the scene cannot do without. */
  readonly opening: Opening;
  readonly onReady: () => void;
  readonly onSeen?: (id: number, picture: Uint8Array, plane: Plane) => void;
  /** The model did not load or the worker broke. */
  readonly onFailed: (failure: Failure) => void;
}

interface Question {
  readonly resolve: (answer: FromWorker) => void;
  readonly reject: (error: Error) => void;
}

/** Values of one picture. */
const pictureSize = 784;

export function openModelClient(options: ModelClientOptions): ModelClient {
  const worker = takeWorker(options.opening);
  const questions = new Map<number, Question>();
  let lastId = 0;
  let lastGrid = 0;
  let onRow: ((row: number, pictures: Uint8Array) => void) | undefined;

  const post = (message: ToWorker, transfer: Transferable[] = []): void => {
    worker.postMessage(message, transfer);
  };
  /** Why nobody answers any more. */
  let broken: ModelError | undefined;
  const ask = (message: ToWorker & { id: number }): Promise<FromWorker> =>
    new Promise((resolve, reject) => {
      if (broken !== undefined) {
        reject(broken);
        return;
      }
      questions.set(message.id, { resolve, reject });
      post(message);
    });

  worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
    switch (message.type) {
      case 'ready':
        options.onReady();
        return;
      case 'seen':
        options.onSeen?.(message.id, message.picture, message.plane);
        return;
      case 'row':
        if (message.id === lastGrid) onRow?.(message.row, message.pictures);
        return;
      case 'music':
        // Asked by music-client.ts alone.
        return;
      case 'failed':
        if (message.id === undefined) options.onFailed(failureOf(new ModelError(message)));
        else questions.get(message.id)?.reject(new ModelError(message));
        break;
      case 'opened':
      case 'line':
      case 'encoded':
      case 'restored':
      case 'enlarged':
        questions.get(message.id)?.resolve(message);
        break;
    }
    if (message.id !== undefined) questions.delete(message.id);
  };
  worker.onerror = (event) => {
    const failure = failureOfWorker(event);
    broken = new ModelError(failure);
    for (const { reject } of questions.values()) reject(broken);
    questions.clear();
    options.onFailed(failure);
  };
  post({ type: 'open', opening: options.opening });

  return {
    look(places, byHand) {
      const id = ++lastId;
      post({ type: 'look', id, places, byHand });
      return id;
    },
    async openPlane(plane) {
      await ask({ type: 'open-plane', id: ++lastId, plane });
    },
    async line(from, to, steps) {
      const ends = { from: [from.x, from.y], to: [to.x, to.y] } as const;
      const answer = await ask({ type: 'line', id: ++lastId, ...ends, steps });
      if (answer.type !== 'line') throw new Error(`Expected pictures. Received: ${answer.type}.`);
      return Array.from({ length: steps }, (_, i) =>
        answer.pictures.subarray(i * pictureSize, (i + 1) * pictureSize),
      );
    },
    async encode(picture, plane = 'vae', told) {
      const condition = told === undefined ? {} : { told };
      const answer = await ask({ type: 'encode', id: ++lastId, plane, picture, ...condition });
      if (answer.type !== 'encoded') throw new Error(`Expected a code. Received: ${answer.type}.`);
      return answer;
    },
    async restore(spoiling) {
      const answer = await ask({ type: 'restore', id: ++lastId, ...spoiling });
      if (answer.type !== 'restored') {
        throw new Error(`Expected a restoration. Received: ${answer.type}.`);
      }
      return answer;
    },
    async enlarge(picture, factor) {
      const answer = await ask({ type: 'enlarge', id: ++lastId, picture, factor });
      if (answer.type !== 'enlarged') {
        throw new Error(`Expected an enlargement. Received: ${answer.type}.`);
      }
      return answer;
    },
    grid(side, { centre, extent }, listener) {
      lastGrid = ++lastId;
      onRow = listener;
      post({ type: 'grid', id: lastGrid, side, centre, extent });
    },
    close() {
      worker.terminate();
      for (const { reject } of questions.values()) reject(new Error('The scene was closed.'));
      questions.clear();
    },
  };
}
