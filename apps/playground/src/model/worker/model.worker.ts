/**
 * The page's worker: owns the models, so that no multiplication ever holds up the page. One file for all scenes, since
 * nearly all of it is the engine. Order of work: schedule.ts.
 */
import { createBatch } from '@speil/api';
import type { FromWorker, Opening, ToWorker } from '../protocol';
import { lineOf, openPlaneModel, pointOf, rowPoints } from './plane';
import type { PlaneModel } from './plane';
import { createRestorers } from './restorers';
import { createSchedule } from './schedule';
import type { Work } from './schedule';

/** Cells of the background that are decoded in one go: some 15 ms on a slow laptop. */
const pieceCells = 8;

const channel = new MessageChannel();
const schedule = createSchedule({
  now: () => performance.now(),
  pause: (ms) =>
    new Promise((resolve) => {
      if (ms > 0) {
        setTimeout(resolve, ms);
        return;
      }
      // A message is let in sooner than a timer, which browsers hold back to 4 ms.
      channel.port1.onmessage = () => {
        resolve();
      };
      channel.port2.postMessage(null);
    }),
});

let planeModel: Promise<PlaneModel> | undefined;
const restorers = createRestorers();

/** The plane's model, from the first time on that somebody needs it. */
function plane(): Promise<PlaneModel> {
  if (planeModel === undefined) {
    planeModel = openPlaneModel();
    // Whoever asks is told, and the next one tries again.
    planeModel.catch(() => {
      planeModel = undefined;
    });
  }
  return planeModel;
}

function open(opening: Opening): Promise<unknown> {
  return opening === 'plane' ? plane() : restorers.ready();
}

// What the scene needs first is fetched before the scene can ask; it asks again, and is told of a failure then.
open(self.name === 'restorer' ? 'restorer' : 'plane').catch(() => undefined);

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

/** Work that answers a question, and tells when it cannot. */
function answering(id: number, work: () => Promise<void>): Work {
  return async () => {
    try {
      await work();
    } catch (error) {
      post({ type: 'failed', id, reason: reasonOf(error) });
    }
  };
}

self.onmessage = ({ data: message }: MessageEvent<ToWorker>): void => {
  switch (message.type) {
    case 'open':
      open(message.opening).then(
        () => {
          post({ type: 'ready' });
        },
        (error: unknown) => {
          post({ type: 'failed', reason: reasonOf(error) });
        },
      );
      return;
    case 'look': {
      const { id, x, y, byHand } = message;
      const work = answering(id, async () => {
        const picture = await (await plane()).decode(pointOf(x, y));
        post({ type: 'seen', id, picture }, [picture.buffer]);
      });
      schedule.look(work, byHand);
      return;
    }
    case 'line': {
      const { id, from, to, steps } = message;
      const work = answering(id, async () => {
        const pictures = await (await plane()).decode(lineOf(from, to, steps));
        post({ type: 'line', id, pictures }, [pictures.buffer]);
      });
      schedule.ask(work);
      return;
    }
    case 'encode': {
      const { id, picture } = message;
      const work = answering(id, async () => {
        post({ type: 'encoded', id, ...(await (await plane()).reflect(picture)) });
      });
      schedule.ask(work);
      return;
    }
    case 'restore': {
      const { id } = message;
      const work = answering(id, async () => {
        post({ type: 'restored', id, ...(await restorers.restore(message)) });
      });
      schedule.ask(work);
      return;
    }
    case 'enlarge': {
      const { id, picture, factor } = message;
      const work = answering(id, async () => {
        post({ type: 'enlarged', id, ...(await restorers.enlarge(picture, factor)) });
      });
      schedule.ask(work);
      return;
    }
    case 'grid':
      schedule.background(gridPieces(message));
      return;
  }
};

function* gridPieces({
  id,
  side,
  ...window
}: Extract<ToWorker, { type: 'grid' }>): Generator<Work> {
  for (let row = 0; row < side; row++) {
    const { values } = rowPoints(row, side, window);
    const pieces: Uint8Array[] = [];
    for (let start = 0; start < side; start += pieceCells) {
      const end = Math.min(side, start + pieceCells);
      const points = createBatch([end - start, 2], values.slice(2 * start, 2 * end));
      yield answering(id, async () => {
        pieces.push(await (await plane()).decode(points));
        if (end === side) post({ type: 'row', id, row, pictures: join(pieces) });
      });
    }
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
