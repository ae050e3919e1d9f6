/**
 * Music on an audio context, of a page or one that only renders (journeys/sound): the clock hands out steps ahead of the context's own
 * time, an instrument plays them. Somebody must call `look` every few milliseconds; there is no other clock in it than the context's.
 */
import type { StepNote } from '../kind';
import type { Bank } from './bank';
import { createClock } from './clock';
import type { Beat, Tempo } from './clock';
import { createDesk, fading } from './desk';
import type { Bus } from './desk';
import { createInstrument } from './instrument';
import type { Instrument } from './instrument';

/** What is played, and how. */
export interface Score {
  readonly tempo: () => Tempo;
  /** The notes of a bar, asked for when it begins and after every so many steps of it. */
  readonly notesOf: (bar: number, step: number) => readonly StepNote[];
  readonly every: () => number;
  readonly pitchOf: (row: number) => number;
  /** MIDI's, 1 to 127. */
  readonly velocityOf: (note: StepNote, step: number) => number;
  /** -1 is left, 1 is right. */
  readonly panOf: (row: number) => number;
  /** One note at a time, held as long as it says; drums ring as long as they do. */
  readonly isMonophonic: boolean;
}

export interface Performance {
  begin(): void;
  /** Hands out what sounds in the next seconds. */
  look(seconds: number): void;
  end(): void;
  /** @param volume 0 to 1. */
  setVolume(volume: number): void;
  beatAt(time: number): Beat | undefined;
  /** A single note, at once, beside whatever plays. */
  strike(row: number): void;
}

/** Seconds that a single note is held. */
const struck = 0.35;

/** Seconds before a first note: the swell is over by then. */
const upbeat = 0.05;
/** Seconds that a context may have gone on since it told its time. A note inside of them would begin without its ramp. */
const margin = 0.01;

export function createPerformance(
  context: BaseAudioContext,
  score: Score,
  bank: Bank,
  volume: number,
): Performance {
  const { tempo, notesOf, every, pitchOf, velocityOf, panOf, isMonophonic } = score;
  const desk = createDesk(context, volume);
  let single: Instrument | undefined;
  let part: { readonly bus: Bus; readonly instrument: Instrument } | undefined;
  const clock = createClock({
    tempo,
    notesOf,
    every,
    play(note, at, step) {
      const [pitch, pan] = [pitchOf(note.pitch), panOf(note.pitch)];
      part?.instrument.play({ pitch, at, pan, velocity: velocityOf(note, step) });
    },
    end({ pitch }, at) {
      part?.instrument.end(pitchOf(pitch), at);
    },
  });
  return {
    begin() {
      // Of its own: what still fades from the last time fades to its end.
      const bus = desk.openBus();
      part = { bus, instrument: createInstrument(context, bus.input, { bank, isMonophonic }) };
      clock.start(context.currentTime + upbeat);
    },
    look(seconds) {
      const { currentTime } = context;
      clock.advance(currentTime + margin, currentTime + seconds);
    },
    end() {
      part?.bus.fade();
      // What was handed out ahead would else be playing.
      part?.instrument.endAll(context.currentTime + fading);
      part = undefined;
    },
    setVolume(to) {
      desk.setVolume(to);
    },
    beatAt: (time) => clock.beatAt(time),
    strike(row) {
      // An instrument of its own, which ends nothing of the music's.
      single ??= createInstrument(context, desk.openBus().input, { bank, isMonophonic });
      const at = context.currentTime + margin;
      single.play({ pitch: pitchOf(row), at, pan: panOf(row), velocity: 100 });
      single.end(pitchOf(row), at + struck);
    },
  };
}
