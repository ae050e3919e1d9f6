/** Answers the questions of scenes of music. It is in a separate chunk, which scenes of pictures never load. */
import type { MusicVae } from '@speil/music';
import type { QuestionOf } from '../protocol/messages';
import { gridSide } from '../protocol/music';
import type { MusicExchanges, MusicKind } from '../protocol/music';
import { answering } from '../runtime/reply';
import type { Handlers, Reply } from '../runtime/reply';
import type { Schedule, Work } from '../runtime/schedule';
import { createCorners } from './corners';
import type { Corners } from './corners';
import { readSong, toMidi, toWav } from './files';
import { openMusicModel, openShipped } from './open-model';
import { checkCheckpoint, forgetCheckpoint, remoteSource } from './remote';
import { renderVoice } from './voices';

export interface MusicWorker {
  readonly ready: () => Promise<unknown>;
  readonly handlers: Handlers<keyof MusicExchanges>;
}

export interface MusicWorkerOptions {
  readonly kind: MusicKind;
  readonly schedule: Schedule;
}

interface Opened {
  readonly model: MusicVae;
  readonly corners: Corners;
}

export function createMusicWorker({ kind, schedule }: MusicWorkerOptions): MusicWorker {
  let opened: Promise<Opened> | undefined;

  const withCorners = (model: MusicVae): Opened => ({ model, corners: createCorners(kind, model) });
  const current = (): Promise<Opened> => {
    const opening = (opened ??= openShipped(kind).then(withCorners));
    // A failed promise is not cached, so that the next caller tries again.
    opening.catch(() => {
      if (opened === opening) opened = undefined;
    });
    return opening;
  };

  function* gridPieces(
    question: QuestionOf<'pattern-grid'>,
    reply: Reply<'pattern-grid'>,
    { corners }: Opened,
  ): Generator<Work> {
    let failed = false;
    const guarded = (work: Work): Work =>
      answering(
        {
          fail(error) {
            failed = true;
            reply.fail(error);
          },
        },
        work,
      );
    try {
      for (const piece of corners.prepare(question)) {
        yield guarded(piece);
        if (failed) return;
      }
      const rows = Array.from({ length: gridSide }, (_, row) => row).sort(
        (a, b) => Math.abs(a - question.row) - Math.abs(b - question.row),
      );
      for (const row of rows) {
        yield guarded(async () => {
          reply.part({ row, patterns: await corners.row(question, row) });
        });
        if (failed) return;
      }
    } finally {
      reply.answer(undefined);
    }
  }

  async function openRemote(url: string, onBytes: (bytes: number) => void): Promise<MusicVae> {
    try {
      return await openMusicModel(kind, remoteSource(url, onBytes));
    } catch (error) {
      await forgetCheckpoint(url);
      throw error;
    }
  }

  async function load(url: string, onBytes: (bytes: number) => void): Promise<void> {
    const next = url === '' ? await openShipped(kind) : await openRemote(url, onBytes);
    const before = opened;
    opened = Promise.resolve(withCorners(next));
    schedule.enqueue(async () => {
      (await before?.catch(() => undefined))?.model.dispose();
    });
  }

  return {
    ready: current,
    handlers: {
      'pattern-grid'(question, reply) {
        // This is not scheduled until the model is loaded, so that loading delays no other work.
        current().then((found) => {
          schedule.background(gridPieces(question, reply, found));
        }, reply.fail);
      },
      'similar-patterns'(question, reply) {
        schedule.enqueue(
          answering(reply, async () => {
            reply.answer(await (await current()).corners.drawSimilar(question));
          }),
        );
      },
      'read-midi'({ bytes, name }, reply) {
        schedule.enqueue(
          answering(reply, async () => {
            const { converter } = (await current()).model;
            reply.answer(readSong(kind, converter, bytes, name));
          }),
        );
      },
      'write-midi'({ take }, reply) {
        schedule.enqueue(
          answering(reply, () => {
            const bytes = toMidi(take);
            reply.answer(bytes, [bytes.buffer]);
          }),
        );
      },
      'write-wav'({ take, ending }, reply) {
        schedule.enqueue(
          answering(reply, () => {
            const bytes = toWav(take, ending);
            reply.answer(bytes, [bytes.buffer]);
          }),
        );
      },
      voices({ pitches, program }, reply) {
        schedule.enqueue(
          answering(reply, () => {
            const voices = pitches.map((pitch) => renderVoice(kind, pitch, program));
            const buffers = voices.map(({ buffer }) => buffer);
            reply.answer(voices, buffers);
          }),
        );
      },
      'check-checkpoint'({ url }, reply) {
        void answering(reply, async () => {
          reply.answer(await checkCheckpoint(kind, url));
        })();
      },
      'load-checkpoint'({ url }, reply) {
        void answering(reply, async () => {
          await load(url, reply.part);
          reply.answer(undefined);
        })();
      },
    },
  };
}
