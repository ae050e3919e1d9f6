/** Answers the questions of scenes of pictures. */
import { createBatch, InvalidArgumentError, joinBytes } from '@speil/api';
import { fromFiles } from '@speil/core';
import { planeModels } from '../protocol/images';
import type { ImageExchanges, Plane, SitePlane } from '../protocol/images';
import type { OwnModel } from '../protocol/own-model';
import type { QuestionOf } from '../protocol/messages';
import { memoise } from '../runtime/memoise';
import { answering } from '../runtime/reply';
import type { Handlers, Reply } from '../runtime/reply';
import type { Schedule, Work } from '../runtime/schedule';
import { createColour } from './colour';
import { openFrom, openModel } from './open-model';
import type { OpenModel } from './open-model';
import { linePoints, planeOf, rowPoints, toPoint } from './plane-model';
import type { PlaneModel } from './plane-model';
import { createRestorers } from './restorers';

export interface ImageWorker {
  readonly open: (opening: SitePlane | 'restorer') => Promise<unknown>;
  readonly handlers: Handlers<keyof ImageExchanges>;
}

/** Number of background cells that are decoded together, which takes about 15 ms on a slow laptop. */
const pieceCells = 8;

export function createImageWorker(schedule: Schedule): ImageWorker {
  const openSite = memoise(async (plane: SitePlane) =>
    planeOf(await openModel(planeModels[plane])),
  );
  let own: Promise<{ readonly opened: OpenModel; readonly plane: PlaneModel }> | undefined;
  const openOwn = async ({ files, components }: OwnModel) => {
    const opened = await openFrom(fromFiles('your model', files), 'your model');
    return { opened, plane: planeOf(opened, components) };
  };
  const ownModel = async () => {
    if (own === undefined) throw new InvalidArgumentError('No model of this device is open.');
    return own;
  };
  const openPlane = async (plane: Plane): Promise<PlaneModel> =>
    plane === 'own' ? (await ownModel()).plane : openSite(plane);
  const restorers = createRestorers(async () => (await ownModel()).opened);
  const askColour = createColour();

  function* gridPieces(
    { plane, side, condition, ...window }: QuestionOf<'decode-grid'>,
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
            pictures.push(await (await openPlane(plane)).decode(points, condition));
            if (end === side) reply.part({ row, pictures: joinBytes(pictures) });
          });
        }
      }
    } finally {
      reply.answer(undefined);
    }
  }

  return {
    open: (opening) => (opening === 'restorer' ? restorers.ready() : openSite(opening)),
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
      'open-own'(model, reply) {
        own = openOwn(model);
        own.then(() => {
          reply.answer(undefined);
        }, reply.fail);
      },
      'decode-line'({ plane, from, to, steps, condition }, reply) {
        schedule.enqueue(
          answering(reply, async () => {
            const pictures = await (
              await openPlane(plane)
            ).decode(linePoints(from, to, steps), condition);
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
