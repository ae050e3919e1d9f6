/** Answers a music scene's questions. A chunk of its own: the scenes of pictures never load it. */
import type { MusicVae } from '@speil/music';
import { gridSide } from '../protocol/music';
import type { MusicAnswer, MusicKind, MusicQuestion } from '../protocol/music';
import type { Schedule } from '../runtime/schedule';
import { createCorners } from './corners';
import type { Corners } from './corners';
import { midiOf, readSong, wavOf } from './files';
import { openMusicModel, openShipped } from './open-model';
import { forget, offerOf, remoteSource } from './remote';
import { voiceOf } from './voices';

export interface MusicWorker {
  ready(): Promise<unknown>;
  take(id: number, question: MusicQuestion): void;
}

export interface MusicWorkerOptions {
  readonly kind: MusicKind;
  readonly schedule: Schedule;
  readonly post: (id: number, answer: MusicAnswer, transfer?: Transferable[]) => void;
  readonly fail: (id: number, error: unknown) => void;
}

interface Opened {
  readonly model: MusicVae;
  readonly corners: Corners;
}

export function createMusicWorker(options: MusicWorkerOptions): MusicWorker {
  const { kind, schedule, post, fail } = options;
  let opened: Promise<Opened> | undefined;

  const withCorners = (model: MusicVae): Opened => ({ model, corners: createCorners(kind, model) });
  const current = (): Promise<Opened> => {
    const opening = (opened ??= openShipped(kind).then(withCorners));
    // A failure is forgotten, so that the next one who asks tries again.
    opening.catch(() => {
      if (opened === opening) opened = undefined;
    });
    return opening;
  };

  const answering =
    (id: number, work: () => Promise<void> | void): (() => Promise<void>) =>
    async () => {
      try {
        await work();
      } catch (error) {
        fail(id, error);
      }
    };

  function* gridPieces(
    id: number,
    question: Extract<MusicQuestion, { ask: 'grid' }>,
    { corners }: Opened,
  ): Generator<() => Promise<void>> {
    let failed = false;
    const guarded = (work: () => Promise<void>) => async () => {
      await work().catch((error: unknown) => {
        failed = true;
        fail(id, error);
      });
    };
    for (const piece of corners.prepare(question)) {
      yield guarded(piece);
      if (failed) return;
    }
    const rows = Array.from({ length: gridSide }, (_, row) => row).sort(
      (a, b) => Math.abs(a - question.row) - Math.abs(b - question.row),
    );
    for (const row of rows) {
      yield guarded(async () => {
        post(id, { answer: 'row', row, patterns: await corners.row(question, row) });
      });
      if (failed) return;
    }
    post(id, { answer: 'grid' });
  }

  async function openRemote(id: number, url: string): Promise<MusicVae> {
    const source = remoteSource(url, (bytes) => {
      post(id, { answer: 'progress', bytes });
    });
    try {
      return await openMusicModel(kind, source);
    } catch (error) {
      await forget(url);
      throw error;
    }
  }

  async function load(id: number, url: string): Promise<void> {
    const next = url === '' ? await openShipped(kind) : await openRemote(id, url);
    const before = opened;
    opened = Promise.resolve(withCorners(next));
    schedule.ask(async () => {
      (await before?.catch(() => undefined))?.model.dispose();
    });
    post(id, { answer: 'loaded' });
  }

  return {
    ready: current,
    take(id, question) {
      switch (question.ask) {
        case 'grid':
          // Beside the schedule, so that a model on its way keeps nobody waiting.
          void answering(id, async () => {
            schedule.background(gridPieces(id, question, await current()));
          })();
          return;
        case 'like':
          schedule.ask(
            answering(id, async () => {
              const patterns = await (await current()).corners.like(question);
              post(id, { answer: 'patterns', patterns });
            }),
          );
          return;
        case 'read-midi':
          schedule.ask(
            answering(id, async () => {
              const { converter } = (await current()).model;
              const song = readSong(kind, converter, question.bytes, question.name);
              post(id, { answer: 'song', song });
            }),
          );
          return;
        case 'write-midi':
        case 'write-wav':
          schedule.ask(
            answering(id, () => {
              const { take } = question;
              const bytes =
                question.ask === 'write-midi' ? midiOf(take) : wavOf(take, question.ending);
              post(id, { answer: 'file', bytes }, [bytes.buffer]);
            }),
          );
          return;
        case 'voices':
          schedule.ask(
            answering(id, () => {
              const voices = question.pitches.map((pitch) =>
                voiceOf(kind, pitch, question.program),
              );
              const buffers = voices.map(({ buffer }) => buffer);
              post(id, { answer: 'voices', voices }, buffers);
            }),
          );
          return;
        case 'offer':
          void answering(id, async () => {
            post(id, { answer: 'offer', offer: await offerOf(kind, question.url) });
          })();
          return;
        case 'load':
          void answering(id, () => load(id, question.url))();
          return;
      }
    },
  };
}
