/**
 * The page's worker: it owns the models, so that no computation blocks the page. One bundle serves all scenes, since nearly all of it
 * is the engine; music is a chunk of its own. The order of work is decided in runtime/schedule.ts.
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

const channel = new MessageChannel();
const schedule = createSchedule({
  now: () => performance.now(),
  pause: (ms) =>
    new Promise((resolve) => {
      if (ms > 0) {
        setTimeout(resolve, ms);
        return;
      }
      // A message arrives sooner than a timer, which browsers delay by up to 4 ms.
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

function open(opening: Opening): Promise<unknown> {
  return isMusic(opening) ? openMusic(opening) : images.open(opening);
}

// The opening's model is fetched before the scene can ask for it. The scene asks again, and receives a failure then.
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
  /** The message's type ties its question to its name, which TypeScript does not follow through a table. */
  const answerWith = (handlers: Partial<Handlers<Ask>>): void => {
    handlers[message.ask]?.(message.question as never, reply);
  };
  if (message.ask in images.handlers) answerWith(images.handlers);
  else openMusicWorker(musicKind).then(({ handlers }) => answerWith(handlers), reply.fail);
};
