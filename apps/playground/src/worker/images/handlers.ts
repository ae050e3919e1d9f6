/** Answers the questions of scenes of pictures. */
import { createBatch, joinBytes } from '@speil/api';
import type { ImageExchanges, Plane } from '../protocol/images';
import type { QuestionOf } from '../protocol/messages';
import { memoise } from '../runtime/memoise';
import { answering } from '../runtime/reply';
import type { Handlers, Reply } from '../runtime/reply';
import type { Schedule, Work } from '../runtime/schedule';
import { createColour } from './colour';
import { linePoints, openPlaneModel, rowPoints, toPoint } from './plane-model';
import { createRestorers } from './restorers';

export interface ImageWorker {
  readonly open: (opening: Plane | 'restorer') => Promise<unknown>;
  readonly handlers: Handlers<keyof ImageExchanges>;
}

/** Number of background cells that are decoded together, which takes about 15 ms on a slow laptop. */
const pieceCells = 8;

export function createImageWorker(schedule: Schedule): ImageWorker {
  const openPlane = memoise(openPlaneModel);
  const restorers = createRestorers();
  const askColour = createColour();

  function* gridPieces(
    { side, ...window }: QuestionOf<'decode-grid'>,
    reply: Reply<'decode-grid'>,
  ): Generator<Work> {
    try {
      for (let row = 0; row < side; row++) {
        const { values } = rowPoints(row, side, window);
        const pictures: Uint8Array[] = [];
        for (let start = 0; start < side; start += pieceCells) {
          const end = Math.min(side, start + pieceCells);
          const points = createBatch([end - start, 2], values.slice(2 * start, 2 * end));
          yield answering(reply, async () => {
            pictures.push(await (await openPlane('vae')).decode(points));
            if (end === side) reply.part({ row, pictures: joinBytes(pictures) });
          });
        }
      }
    } finally {
      reply.answer(undefined);
    }
  }

  return {
    open: (opening) => (opening === 'restorer' ? restorers.ready() : openPlane(opening)),
    handlers: {
      'decode-at'({ places, byHand }, reply) {
        const work = answering(reply, async () => {
          for (const { plane, x, y, condition } of places) {
            const picture = await (await openPlane(plane)).decode(toPoint(x, y), condition);
            reply.part({ plane, picture }, [picture.buffer]);
          }
          reply.answer(undefined);
        });
        schedule.urgent(work, byHand, () => {
          reply.answer(undefined);
        });
      },
      'open-plane'({ plane }, reply) {
        // This is not scheduled, so that open planes stay responsive meanwhile.
        openPlane(plane).then(() => {
          reply.answer(undefined);
        }, reply.fail);
      },
      'decode-line'({ from, to, steps }, reply) {
        schedule.enqueue(
          answering(reply, async () => {
            const pictures = await (await openPlane('vae')).decode(linePoints(from, to, steps));
            reply.answer(pictures, [pictures.buffer]);
          }),
        );
      },
      encode({ plane, picture, condition }, reply) {
        schedule.enqueue(
          answering(reply, async () => {
            reply.answer(await (await openPlane(plane)).reconstruct(picture, condition));
          }),
        );
      },
      'decode-grid'(question, reply) {
        schedule.background(gridPieces(question, reply));
      },
      restore(request, reply) {
        schedule.enqueue(
          answering(reply, async () => {
            reply.answer(await restorers.restore(request));
          }),
        );
      },
      enlarge({ picture, factor }, reply) {
        schedule.enqueue(
          answering(reply, async () => {
            reply.answer(await restorers.enlarge(picture, factor));
          }),
        );
      },
      colour({ picture, task }, reply) {
        schedule.enqueue(
          answering(reply, async () => {
            reply.answer(await askColour(picture, task));
          }),
        );
      },
    },
  };
}
