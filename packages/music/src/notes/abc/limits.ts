/**
 * Limits the work that a tune causes in abcjs, which has no limits of its own. A note of a billion quarters, bars of a
 * million beats, or an ending for the repeats 1 to 1,000,000 would exhaust the memory.
 */
import { InvalidFileError } from '@speil/api';

/** The fields of a parsed tune that are read here. */
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
  /** For a note or rest, its duration in whole notes. For a tempo change, a list that contains the beat. */
  readonly duration?: unknown;
  /** The repeats that an ending is for: `2`, `1,3` or `1-3`. */
  readonly startEnding?: string;
}

/**
 * Maximum work: twice the work of a tune that is as long as the largest book of the Nottingham collection. abcjs needs
 * several seconds for it.
 */
const maxWork = 4_000_000;

/** @throws InvalidFileError for a tune that takes more than four million units of work to play. */
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
  // An ornament is played as 32 notes per whole note. abcjs computes an accompaniment in eighths, even if it is
  // discarded.
  const work = times * (elements + 32 * wholes + 8 * bars * longestBar);
  if (work <= maxWork) return;
  throw new InvalidFileError(
    `${what} has a tune of ${Math.round(wholes)} whole notes in ${bars} bars, up to ${times} times; that is too long to be played. Shorten its notes, bars or repeats.`,
  );
}

/** The larger number. If `other` is NaN it is ignored; NaN is refused elsewhere. */
function larger(one: number, other: number): number {
  return other > one ? other : one;
}
