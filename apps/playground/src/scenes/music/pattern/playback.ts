/** The loop as notes: the bars of the cells that the puck passes, and the time of each step. All functions are pure. */
import { barSteps } from '../../../worker/protocol/music';
import type { Pattern, Take, TimedNote } from '../../../worker/protocol/music';
import { distance } from '../../../shared/geometry/geometry';
import type { Point } from '../../../shared/geometry/geometry';
import type { Kind, StepNote } from './kind';
import { isTravelling } from './state';
import type { Follow, MusicLink } from './state';

/** Number of steps after which the playing pattern may change. */
export const followSteps: Readonly<Record<Follow, number>> = { step: 1, beat: 4, bar: barSteps };

/** @returns the length of a step, in seconds. */
export function stepSeconds(tempo: number): number {
  return 15 / tempo;
}

/** @returns how late a step sounds, in steps. @param swing the swing, in hundredths of a step. */
export function lateness(step: number, swing: number): number {
  return step % 2 === 1 ? swing / 100 : 0;
}

/** @param share the distance along the path, as a share of its length, 0 to 1. */
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

type Way = Pick<MusicLink, 'path' | 'along' | 'puck' | 'bars'>;

/** @returns the point of the puck. @param bar the number of bars since the sound started; may be fractional. */
export function puckAt(way: Way, bar: number): Point {
  const { path, puck, bars } = way;
  if (!isTravelling(way)) return puck;
  // The puck returns along its path, since a path need not end where it begins.
  const turn = bars - 1;
  const along = bar % (2 * turn);
  return pointOnPath(path, (along <= turn ? along : 2 * turn - along) / turn);
}

/** @returns the number of bars of the loop. */
export function loopBars(way: Way): number {
  return isTravelling(way) ? 2 * (way.bars - 1) : 2;
}

/** @returns the notes of one of a pattern's two bars, in steps from the bar's start. */
export function notesOfBar(kind: Kind, pattern: Pattern, half: number): readonly StepNote[] {
  const from = half * barSteps;
  return kind
    .notesOf(pattern)
    .filter(({ start }) => start >= from && start < from + barSteps)
    .map(({ pitch, start, end }) => ({ pitch, start: start - from, end: end - from }));
}

/** A piece of the loop. Its notes are in steps from the loop's start. */
interface Piece {
  readonly pattern: Pattern | undefined;
  readonly notes: readonly StepNote[];
}

/** Cuts the loop into pieces in which the pattern cannot change. */
function cutIntoPieces(
  kind: Kind,
  link: MusicLink,
  patternAt: (point: Point) => Pattern | undefined,
): readonly Piece[] {
  const size = followSteps[link.follow];
  return Array.from({ length: (loopBars(link) * barSteps) / size }, (_, piece) => {
    const first = piece * size;
    const bar = Math.floor(first / barSteps);
    const pattern = patternAt(puckAt(link, first / barSteps));
    const within = first - bar * barSteps;
    const notes = pattern === undefined ? [] : notesOfBar(kind, pattern, bar % 2);
    return {
      pattern,
      notes: notes
        .filter(({ start }) => start >= within && start < within + size)
        .map(({ pitch, start, end }) => ({
          ...{ pitch, start: start + bar * barSteps, end: end + bar * barSteps },
        })),
    };
  });
}

/** @param patternAt the pattern at a point of the pad. @returns the whole loop, for a file. */
export function buildTake(
  kind: Kind,
  link: MusicLink,
  patternAt: (point: Point) => Pattern | undefined,
): Take {
  const step = stepSeconds(link.tempo);
  const pieces = cutIntoPieces(kind, link, patternAt);
  const size = followSteps[link.follow];
  const all = pieces.flatMap(({ notes }) => notes);
  const at = (steps: number): number => (steps + lateness(Math.floor(steps), link.swing)) * step;
  const notes = pieces.flatMap(({ pattern, notes: own }, piece) =>
    own.map(({ pitch, start, end }): TimedNote => {
      // A note ends where the pieces of its own pattern end. A note of a melody also ends where the next one starts.
      const change = pieces.findIndex((other, i) => i > piece && other.pattern !== pattern);
      const next = kind.isMonophonic ? all.find((note) => note.start > start)?.start : undefined;
      const last = Math.min(
        ...[end, next ?? end, change === -1 ? pieces.length * size : change * size],
      );
      return {
        pitch: kind.pitchOf(pitch),
        start: at(start),
        end: Math.max(at(last), at(start) + step / 4),
        velocity: kind.velocityOf({ pitch, start, end }, start % barSteps),
        pan: kind.panOf(pitch, link.program),
      };
    }),
  );
  return {
    notes,
    length: loopBars(link) * barSteps * step,
    qpm: link.tempo,
    isDrums: kind.name === 'beats',
    program: link.program,
  };
}
