/**
 * The scene's worker: owns the model, so that no multiplication ever holds up the page. Order of work: schedule.ts.
 */
import { createBatch } from '@speil/api';
import { createSchedule } from './schedule';
import type { Work } from './schedule';
import { lineOf, openDigitModel, pointOf, rowPoints } from './model';
import type { DigitModel } from './model';
import { enginesUrl, modelUrl } from './protocol';
import type { FromWorker, ToWorker } from './protocol';

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

const model = openDigitModel(modelUrl, enginesUrl);
// Whoever asks is told; until then a failure is nobody's.
model.catch(() => undefined);

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

/** Work that answers a question, and tells when it cannot. */
function answering(id: number, work: (model: DigitModel) => Promise<void>): Work {
  return async () => {
    try {
      await work(await model);
    } catch (error) {
      post({ type: 'failed', id, reason: reasonOf(error) });
    }
  };
}

self.onmessage = ({ data: message }: MessageEvent<ToWorker>): void => {
  switch (message.type) {
    case 'open':
      model.then(
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
      const work = answering(id, async (digits) => {
        const picture = await digits.decode(pointOf(x, y));
        post({ type: 'seen', id, picture }, [picture.buffer]);
      });
      schedule.look(work, byHand);
      return;
    }
    case 'line': {
      const { id, from, to, steps } = message;
      const work = answering(id, async (digits) => {
        const pictures = await digits.decode(lineOf(from, to, steps));
        post({ type: 'line', id, pictures }, [pictures.buffer]);
      });
      schedule.ask(work);
      return;
    }
    case 'encode': {
      const { id, picture } = message;
      const work = answering(id, async (digits) => {
        post({ type: 'encoded', id, ...(await digits.reflect(picture)) });
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
      yield answering(id, async (digits) => {
        pieces.push(await digits.decode(points));
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
