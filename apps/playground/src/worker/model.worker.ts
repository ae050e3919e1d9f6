/**
 * The page's worker. It owns the models, so that no computation blocks the page. One bundle serves all scenes, since
 * nearly all of it is the engine; only the code for music is in a separate chunk. runtime/schedule.ts decides the order
 * of work.
 */
import { createImageWorker } from './images/handlers';
import { openings } from './protocol/messages';
import type { Ask, FromWorker, Opening, ToWorker } from './protocol/messages';
import { musicKinds } from './protocol/music';
import type { MusicKind } from './protocol/music';
import { memoise } from './runtime/memoise';
import { createReply } from './runtime/reply';
import type { Handlers } from './runtime/reply';
import { createSchedule } from './runtime/schedule';
import type { TrainWorker } from './train/handlers';

const channel = new MessageChannel();
const schedule = createSchedule({
  now: () => performance.now(),
  pause: (ms) =>
    new Promise((resolve) => {
      if (ms > 0) {
        setTimeout(resolve, ms);
        return;
      }
      // A message arrives earlier than a timer, which browsers delay by up to 4 ms.
      channel.port1.onmessage = () => {
        resolve();
      };
      channel.port2.postMessage(null);
    }),
});

const images = createImageWorker(schedule);

const openMusicWorker = memoise(async (kind: MusicKind) => {
  const { createMusicWorker } = await import('./music/handlers');
  return createMusicWorker({ kind, schedule });
});

/** The kind of music that the scene plays. */
let musicKind: MusicKind = musicKinds[0];

async function openMusic(kind: MusicKind): Promise<void> {
  musicKind = kind;
  await (await openMusicWorker(kind)).ready();
}

const isMusic = (opening: Opening): opening is MusicKind =>
  musicKinds.some((kind) => kind === opening);

/** The questions of the Train scene. */
const trainAsks: readonly Ask[] = ['train', 'steer', 'pace', 'checkpoint', 'identify', 'plane'];

const openTrainWorker = memoise(async (_: 'training'): Promise<TrainWorker> => {
  const { createTrainWorker } = await import('./train/handlers');
  return createTrainWorker();
});

async function open(opening: Opening): Promise<unknown> {
  if (opening === 'training') return (await openTrainWorker(opening)).open();
  return isMusic(opening) ? openMusic(opening) : images.open(opening);
}

// The scene's first model is fetched before the scene can ask for it. If that fails, the scene receives the failure
// when it asks.
open(openings.find((opening) => opening === self.name) ?? 'vae').catch(() => undefined);

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

self.onmessage = ({ data: message }: MessageEvent<ToWorker>): void => {
  const reply = createReply<Ask>(message.id, post);
  if (message.ask === 'open') {
    open(message.question.opening).then(() => {
      reply.answer(undefined);
    }, reply.fail);
    return;
  }
  /**
   * The type of a message connects its name with its question, but TypeScript loses that connection in a lookup table.
   */
  const answerWith = (handlers: Partial<Handlers<Ask>>): void => {
    handlers[message.ask]?.(message.question as never, reply);
  };
  if (message.ask in images.handlers) answerWith(images.handlers);
  else if (trainAsks.some((ask) => ask === message.ask)) {
    openTrainWorker('training').then(({ handlers }) => answerWith(handlers), reply.fail);
  } else openMusicWorker(musicKind).then(({ handlers }) => answerWith(handlers), reply.fail);
};
