/**
 * How much work a tune asks of abcjs, which plays whatever a text says, without a bound: a note of a billion quarters, bars of
 * a million beats and an ending for the times 1 to a million end in a process without memory.
 */
import { InvalidFileError } from '@speil/api';

/** What is looked at of a parsed tune. */
interface ParsedTune {
  readonly lines?: readonly {
    readonly staff?: readonly {
      readonly meter?: Metre;
      readonly voices?: readonly (readonly ParsedElement[])[];
    }[];
  }[];
}
interface Metre {
  readonly value?: readonly { readonly num: string | number; readonly den?: string | number }[];
}
interface ParsedElement extends Metre {
  readonly el_type: string;
  /** Whole notes of a note or rest; what a tempo counts, of a change of it, is a list. */
  readonly duration?: unknown;
  /** Which times an ending is for: `2`, `1,3` or `1-3`. */
  readonly startEnding?: string;
}

/** Twice the largest book of the Nottingham collection as one tune, and what abcjs does in seconds. */
const mostWork = 4_000_000;

/** @throws InvalidFileError for a tune that takes more than four million steps to be played. */
export function assertPlayable(tune: unknown, what: string): void {
  let [elements, wholes, bars, longestBar, times] = [0, 0, 1, 1, 2];
  const metre = ({ value = [] }: Metre): void => {
    for (const { num, den } of value)
      longestBar = larger(longestBar, Number(num) / Number(den ?? 1));
  };
  for (const { staff = [] } of (tune as ParsedTune).lines ?? []) {
    for (const { meter, voices = [] } of staff) {
      metre(meter ?? {});
      for (const element of voices.flat()) {
        elements++;
        if (element.el_type === 'note') wholes += Number(element.duration ?? 0);
        if (element.el_type === 'bar') bars++;
        if (element.el_type === 'meter') metre(element);
        for (const number of element.startEnding?.match(/\d+/gu) ?? [])
          times = larger(times, Number(number));
      }
    }
  }
  // An ornament writes 32 notes a whole note, and accompaniment that is then left out is worked out by eighths.
  const work = times * (elements + 32 * wholes + 8 * bars * longestBar);
  if (work <= mostWork) return;
  throw new InvalidFileError(
    `${what} has a tune of ${Math.round(wholes)} whole notes in ${bars} bars, up to ${times} times; that is too long to be played. Shorten its notes, bars or repeats.`,
  );
}

/** What is no number is refused elsewhere. */
function larger(one: number, other: number): number {
  return other > one ? other : one;
}
