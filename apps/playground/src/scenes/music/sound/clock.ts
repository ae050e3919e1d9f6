/**
 * Decides when each step sounds. Steps are scheduled a little ahead, so that the music continues while the page is
 * busy. The clock takes the newest pattern at each bar, and every few steps within a bar if that is requested. It uses
 * no browser API: the caller supplies the time.
 */
import { barSteps } from '../../../worker/protocol/music';
import { lateness, stepSeconds } from '../pattern/playback';
import type { StepNote } from '../pattern/kind';

export interface Tempo {
  readonly tempo: number;
  readonly swing: number;
}

export interface ClockOptions {
  readonly tempo: () => Tempo;
  /**
   * @returns the notes of a bar, in steps from its start. Called when the bar begins, and again every `every` steps.
   */
  readonly notesOf: (bar: number, step: number) => readonly StepNote[];
  /** Number of steps after which `notesOf` is called again. */
  readonly every: () => number;
  /** @param at the time of the note, in seconds. @param step the step in the bar. */
  readonly play: (note: StepNote, at: number, step: number) => void;
  /** Called when the steps of a note are over. A change of the tempo may have lengthened them. */
  readonly end: (note: StepNote, at: number) => void;
}

/** A scheduled step. */
export interface Beat {
  readonly at: number;
  readonly bar: number;
  readonly step: number;
  /** Its length in seconds. */
  readonly length: number;
}

export interface Clock {
  /** Starts again at the beginning of a bar. @param at the time of that beginning, in seconds. */
  start(at: number): void;
  /** Schedules the steps before `until`. @param now the current time. Steps before it are skipped, not played late. */
  advance(now: number, until: number): void;
  /** @returns the step at a time. */
  beatAt(time: number): Beat | undefined;
}

/** Seconds by which a step may be late without being skipped. */
const forgiven = 0.05;

export function createClock({ tempo, notesOf, every, play, end }: ClockOptions): Clock {
  let beats: Beat[] = [];
  let notes: readonly StepNote[] = [];
  /** Notes that are still held. */
  let held: { readonly note: StepNote; left: number }[] = [];
  let [next, bar, step] = [0, 0, 0];
  return {
    start(at) {
      beats = [];
      held = [];
      [next, bar, step] = [at, 0, 0];
    },
    advance(now, until) {
      while (next < until) {
        const { tempo: qpm, swing } = tempo();
        const length = stepSeconds(qpm);
        if (step % every() === 0) notes = notesOf(bar, step);
        const at = Math.max(now, next + lateness(step, swing) * length);
        for (const each of held) {
          each.left -= 1;
          if (each.left === 0) end(each.note, at);
        }
        held = held.filter(({ left }) => left > 0);
        if (next >= now - forgiven) {
          for (const note of notes) {
            if (note.start !== step) continue;
            play(note, at, step);
            held.push({ note, left: note.end - note.start });
          }
        }
        beats.push({ at: next, bar, step, length });
        next += length;
        step = (step + 1) % barSteps;
        if (step === 0) bar += 1;
      }
      // Steps that ended long ago are removed.
      const first = beats.findIndex(({ at }) => at > now - 1);
      if (first > 0) beats = beats.slice(first);
    },
    beatAt: (time) => beats.findLast(({ at }) => at <= time),
  };
}
