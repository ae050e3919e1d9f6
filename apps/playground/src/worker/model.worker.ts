/**
 * The page's worker: owns the models, so that no multiplication ever holds up the page. One file for all scenes, since
 * nearly all of it is the engine. Order of work: schedule.ts.
 */
import { createBatch, isSpeilError, joinBytes } from '@speil/api';
import type { ErrorCode } from '@speil/api';
import { openings } from './protocol/images';
import type { FromWorker, Opening, Plane, ToWorker } from './protocol/images';
import { musicKinds } from './protocol/music';
import type { MusicKind } from './protocol/music';
import { once } from './runtime/memoise';
import { lineOf, openPlaneModel, pointOf, rowPoints } from './images/plane-model';
import { createRestorers } from './images/restorers';
import { createSchedule } from './runtime/schedule';
import type { Work } from './runtime/schedule';

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

const plane = once(openPlaneModel);
const restorers = createRestorers();

/** Everything of music comes in a chunk of its own. */
const music = once(async (kind: MusicKind) => {
  const { createMusicWorker } = await import('./music/handlers');
  return createMusicWorker({
    kind,
    schedule,
    post(id, answer, transfer) {
      post({ type: 'music', id, answer }, transfer);
    },
    fail(id, error) {
      post({ type: 'failed', id, ...failureOf(error) });
    },
  });
});

/** Whose music is played: that of the scene. */
let musicKind: MusicKind = 'drums';

async function openMusic(kind: MusicKind): Promise<void> {
  musicKind = kind;
  await (await music(kind)).ready();
}

function open(opening: Opening): Promise<unknown> {
  if (opening === 'restorer') return restorers.ready();
  const kind = musicKinds.find((name) => name === opening);
  return kind === undefined ? plane(opening as Plane) : openMusic(kind);
}

// What the scene needs first is fetched before the scene can ask; it asks again, and is told of a failure then.
open(openings.find((opening) => opening === self.name) ?? 'vae').catch(() => undefined);

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

/** Work that answers a question, and tells when it cannot. */
function answering(id: number, work: () => Promise<void>): Work {
  return async () => {
    try {
      await work();
    } catch (error) {
      post({ type: 'failed', id, ...failureOf(error) });
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
          post({ type: 'failed', ...failureOf(error) });
        },
      );
      return;
    case 'look': {
      const { id, places, byHand } = message;
      const work = answering(id, async () => {
        for (const { plane: name, x, y, told } of places) {
          const picture = await (await plane(name)).decode(pointOf(x, y), told);
          post({ type: 'seen', id, plane: name, picture }, [picture.buffer]);
        }
      });
      schedule.look(work, byHand);
      return;
    }
    case 'open-plane': {
      const { id } = message;
      // Beside the schedule: what is open already goes on being looked at.
      void answering(id, async () => {
        await plane(message.plane);
        post({ type: 'opened', id });
      })();
      return;
    }
    case 'line': {
      const { id, from, to, steps } = message;
      const work = answering(id, async () => {
        const pictures = await (await plane('vae')).decode(lineOf(from, to, steps));
        post({ type: 'line', id, pictures }, [pictures.buffer]);
      });
      schedule.ask(work);
      return;
    }
    case 'encode': {
      const { id, picture, told } = message;
      const work = answering(id, async () => {
        const model = await plane(message.plane);
        post({ type: 'encoded', id, ...(await model.reflect(picture, told)) });
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
    case 'music': {
      const { id, question } = message;
      music(musicKind).then(
        (worker) => {
          worker.take(id, question);
        },
        (error: unknown) => {
          post({ type: 'failed', id, ...failureOf(error) });
        },
      );
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
        pieces.push(await (await plane('vae')).decode(points));
        if (end === side) post({ type: 'row', id, row, pictures: joinBytes(pieces) });
      });
    }
  }
}

function failureOf(error: unknown): { readonly reason: string; readonly code?: ErrorCode } {
  const reason = error instanceof Error ? error.message : String(error);
  return { reason, ...(isSpeilError(error) && { code: error.code }) };
}
