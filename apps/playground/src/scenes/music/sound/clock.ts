/**
 * Which step sounds when. Steps are handed out a little ahead of time, so that a page that is busy for a moment plays on; the newest
 * pattern is taken at each bar's line, and as often between two as is asked for. Knows no browser: its time comes from outside.
 */
import { barSteps } from '../../../worker/protocol/music';
import { lateness, stepSeconds } from '../playback';
import type { StepNote } from '../kind';

export interface Tempo {
  readonly tempo: number;
  readonly swing: number;
}

export interface ClockOptions {
  readonly tempo: () => Tempo;
  /** The notes of a bar, asked for when it begins and after every so many steps of it; counted from its start. */
  readonly notesOf: (bar: number, step: number) => readonly StepNote[];
  /** Steps after which they are asked for anew. */
  readonly every: () => number;
  /** @param at seconds. @param step of the bar. */
  readonly play: (note: StepNote, at: number, step: number) => void;
  /** A note's steps are over, however long they were: the tempo may have changed meanwhile. */
  readonly end: (note: StepNote, at: number) => void;
}

/** A step that was handed out. */
export interface Beat {
  readonly at: number;
  readonly bar: number;
  readonly step: number;
  /** Seconds of it. */
  readonly length: number;
}

export interface Clock {
  /** Begins anew with a bar. @param at seconds. */
  start(at: number): void;
  /** Hands out what sounds before `until`. @param now steps that are over are left out, not played late. */
  advance(now: number, until: number): void;
  /** What sounds at a time. */
  beatAt(time: number): Beat | undefined;
}

/** Seconds by which a step may be late and still be played. */
const forgiven = 0.05;

export function createClock({ tempo, notesOf, every, play, end }: ClockOptions): Clock {
  let beats: Beat[] = [];
  let notes: readonly StepNote[] = [];
  /** What was played and has steps left. */
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
      // What is long over is not asked for any more.
      const first = beats.findIndex(({ at }) => at > now - 1);
      if (first > 0) beats = beats.slice(first);
    },
    beatAt: (time) => beats.findLast(({ at }) => at <= time),
  };
}
