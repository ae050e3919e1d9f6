/** The rhythms between two examples: their model, which is loaded on request, and their sound. */
import { drumClasses } from '@speil/music/patterns';
import { createResource } from '../../../shared/state/resource';
import type { Resource } from '../../../shared/state/resource';
import { openMusicClient } from '../../../worker/page/music-client';
import type { MusicClient } from '../../../worker/page/music-client';
import { gridSide, patternSteps, sampleRate } from '../../../worker/protocol/music';
import type { CornerSource, Pattern, Take } from '../../../worker/protocol/music';

interface Rhythms {
  /** The rhythms from the first example to the second; empty before they are decoded. */
  readonly patterns: readonly Pattern[];
  readonly isPlaying: boolean;
}

export interface RhythmPlayer {
  readonly answers: Resource<Rhythms>;
  /** Loads the model, once. */
  readonly load: () => void;
  /** Plays a rhythm in a loop. While another one plays, it takes its place at the same step. */
  readonly play: (index: number) => Promise<void>;
  readonly pause: () => void;
  /** Whether the browser has sound. */
  readonly hasSound: () => boolean;
  readonly close: () => void;
}

const tempo = 100;
const stepLength = 15 / tempo;
const velocity = 100;

export function createRhythms(ends: readonly [Pattern, Pattern]): RhythmPlayer {
  let client: MusicClient | undefined;
  let isOpen = false;
  let context: AudioContext | undefined;
  let source: AudioBufferSourceNode | undefined;
  let began = 0;
  const sounds = new Map<number, AudioBuffer>();

  const answers: Resource<Rhythms> = createResource<Rhythms>(
    { patterns: [], isPlaying: false },
    () => {
      client = openMusicClient({ opening: 'beats', onFailed: answers.fail });
      const corners: readonly CornerSource[] = [ends[0], ends[1], ends[0], ends[1]].map(
        (pattern) => ({ kind: 'pattern', pattern }),
      );
      const question = { corners, temperature: 0, seed: 1, amounts: {}, row: 0 };
      client.decodeGrid(question, (row, patterns) => {
        if (row === 0) answers.ready({ patterns });
      });
      return () => {
        client?.close();
        client = undefined;
      };
    },
  );

  async function soundOf(index: number, current: AudioContext): Promise<AudioBuffer | undefined> {
    const known = sounds.get(index);
    const pattern = answers.get().patterns[index];
    if (known !== undefined || pattern === undefined || client === undefined) return known;
    const bytes = await client.writeWav(takeOf(pattern), 'loop');
    const sound = await current.decodeAudioData(bytes.buffer);
    sounds.set(index, sound);
    return sound;
  }

  function pause(): void {
    source?.stop();
    source = undefined;
    answers.send({ isPlaying: false });
  }

  return {
    answers,
    load() {
      if (!isOpen) answers.open();
      isOpen = true;
    },
    async play(index) {
      try {
        context ??= new AudioContext({ sampleRate });
        await context.resume();
        const sound = await soundOf(index, context);
        if (sound === undefined) return;
        const isNew = source === undefined;
        if (isNew) began = context.currentTime;
        source?.stop();
        source = new AudioBufferSourceNode(context, { buffer: sound, loop: true });
        source.connect(context.destination);
        source.start(0, (context.currentTime - began) % sound.duration);
        answers.send({ isPlaying: true });
      } catch (error) {
        pause();
        answers.fail(error);
      }
    },
    pause,
    hasSound: () => typeof AudioContext !== 'undefined',
    close() {
      pause();
      void context?.close().catch(() => undefined);
      context = undefined;
      answers.close();
      isOpen = false;
    },
  };
}

/** Number of rhythms from one end to the other. */
export const rhythmCount = gridSide;

/** @returns the drums of a pattern: for each step, whether each drum is struck. */
export function strokesOf(
  pattern: Pattern,
): readonly { readonly step: number; readonly drum: number }[] {
  return pattern.flatMap((hits, step) =>
    drumClasses.flatMap((_, drum) => ((hits >> drum) & 1 ? [{ step, drum }] : [])),
  );
}

function takeOf(pattern: Pattern): Take {
  return {
    notes: strokesOf(pattern).map(({ step, drum }) => ({
      pitch: drumClasses[drum]!.pitches[0]!,
      start: step * stepLength,
      end: (step + 1) * stepLength,
      velocity,
      pan: 0,
    })),
    length: patternSteps * stepLength,
    qpm: tempo,
    isDrums: true,
    program: 0,
  };
}
