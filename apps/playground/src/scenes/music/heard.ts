/** What is heard, as notes: bars of the cells that the puck passes, and when each of their steps sounds. Pure. */
import { barSteps } from '../../model/music-protocol';
import type { Pattern, Take, TimedNote } from '../../model/music-protocol';
import { distance } from '../../scene/geometry';
import type { Point } from '../../scene/geometry';
import type { Kind, StepNote } from './kinds';
import type { MusicLink } from './state';

/** Seconds of a step. */
export function stepSeconds(tempo: number): number {
  return 15 / tempo;
}

/** Steps by which a step is late. @param swing hundredths. */
export function lateness(step: number, swing: number): number {
  return step % 2 === 1 ? swing / 100 : 0;
}

/** The beat is played louder than what lies between. */
export function velocityAt(step: number): number {
  if (step % barSteps === 0) return 112;
  return step % 4 === 0 ? 100 : 80;
}

/** @param share of the path's length, 0 to 1. */
export function pointOnPath(path: readonly Point[], share: number): Point {
  const lengths = path.slice(1).map((point, i) => distance(path[i]!, point));
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [i, length] of lengths.entries()) {
    if (left <= length && length > 0) {
      const [from, to] = [path[i]!, path[i + 1]!];
      const t = left / length;
      return { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
    }
    left -= length;
  }
  return path.at(-1) ?? { x: 0, y: 0 };
}

/** Where the puck is when a bar begins. @param bar counted from the start of the sound; a share of one is on the way. */
export function puckAt({ path, puck, bars }: MusicLink, bar: number): Point {
  if (path.length < 2) return puck;
  // There and back: a way that is drawn need not end where it began.
  const turn = bars - 1;
  const along = bar % (2 * turn);
  return pointOnPath(path, (along <= turn ? along : 2 * turn - along) / turn);
}

/** Bars after which all comes again. */
export function loopBars({ path, bars }: MusicLink): number {
  return path.length < 2 ? 2 : 2 * (bars - 1);
}

/** The notes of one of a pattern's two bars, steps counted from the bar's start. */
export function notesOfBar(kind: Kind, pattern: Pattern, half: number): readonly StepNote[] {
  const from = half * barSteps;
  return kind
    .notesOf(pattern)
    .filter(({ start }) => start >= from && start < from + barSteps)
    .map(({ pitch, start, end }) => ({ pitch, start: start - from, end: end - from }));
}

/**
 * The whole loop, for a file.
 *
 * @param patternAt what is heard where the puck is.
 */
export function takeOf(
  kind: Kind,
  link: MusicLink,
  patternAt: (point: Point) => Pattern | undefined,
): Take {
  const step = stepSeconds(link.tempo);
  const count = loopBars(link);
  const patterns = Array.from({ length: count }, (_, bar) => patternAt(puckAt(link, bar)));
  const at = (steps: number): number => (steps + lateness(Math.floor(steps), link.swing)) * step;
  const notes = patterns.flatMap((pattern, bar): TimedNote[] => {
    if (pattern === undefined) return [];
    const stays = bar % 2 === 0 && patterns[bar + 1] === pattern;
    return notesOfBar(kind, pattern, bar % 2).map(({ pitch, start, end }) => {
      const first = bar * barSteps + start;
      // A note that goes over into another cell's bar ends with its own.
      const last = bar * barSteps + (stays ? end : Math.min(end, barSteps));
      return {
        pitch: kind.pitchOf(pitch),
        start: at(first),
        end: Math.max(at(last), at(first) + step / 4),
        velocity: velocityAt(start),
      };
    });
  });
  return {
    notes,
    length: count * barSteps * step,
    qpm: link.tempo,
    drums: kind.name === 'drums',
    program: link.program,
  };
}
