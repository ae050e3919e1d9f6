/**
 * Plays music on an audio context, either a page's or an offline one (journeys/sound). The clock schedules steps ahead
 * of the context's time, and an instrument plays them. Call `advance` every few milliseconds; there is no other timer.
 */
import type { StepNote } from '../pattern/kind';
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
  /** @returns the notes of a bar. Called when the bar begins, and again every `every` steps. */
  readonly notesOf: (bar: number, step: number) => readonly StepNote[];
  readonly every: () => number;
  readonly pitchOf: (row: number) => number;
  /** @returns the MIDI velocity, 1 to 127. */
  readonly velocityOf: (note: StepNote, step: number) => number;
  /** -1 is left, 1 is right. */
  readonly panOf: (row: number) => number;
  /** Whether only one note sounds at a time, and only while it is held. Drums overlap, and ring until they fade. */
  readonly isMonophonic: boolean;
}

export interface Performance {
  begin(): void;
  /** Schedules what sounds in the next seconds. */
  advance(seconds: number): void;
  end(): void;
  /** @param volume 0 to 1. */
  setVolume(volume: number): void;
  beatAt(time: number): Beat | undefined;
  /** Plays a single note at once, in addition to the music. */
  strike(row: number): void;
}

/** Seconds that a single note is held. */
const struck = 0.35;

/** Seconds before the first note, during which the level fades in. */
const upbeat = 0.05;
/**
 * Seconds by which the context may be ahead of the time that it has reported. A note that is scheduled earlier than
 * that would start without its ramp.
 */
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
      // A new bus, so that the last one can fade to its end.
      const bus = desk.openBus();
      part = { bus, instrument: createInstrument(context, bus.input, { bank, isMonophonic }) };
      clock.start(context.currentTime + upbeat);
    },
    advance(seconds) {
      const { currentTime } = context;
      clock.advance(currentTime + margin, currentTime + seconds);
    },
    end() {
      part?.bus.fade();
      // Ends the notes that were scheduled ahead.
      part?.instrument.endAll(context.currentTime + fading);
      part = undefined;
    },
    setVolume(to) {
      desk.setVolume(to);
    },
    beatAt: (time) => clock.beatAt(time),
    strike(row) {
      // A separate instrument, so that it ends none of the music's notes.
      single ??= createInstrument(context, desk.openBus().input, { bank, isMonophonic });
      const at = context.currentTime + margin;
      single.play({ pitch: pitchOf(row), at, pan: panOf(row), velocity: 100 });
      single.end(pitchOf(row), at + struck);
    },
  };
}
