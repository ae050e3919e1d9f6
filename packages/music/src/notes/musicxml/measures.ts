/** The measures of a score, over all parts: each is as long as the longest of its parts, so that all begin the next one together. */
import { metresOfBars, type NotatedBar } from '../../theory/notated-bars.js';
import { numberIn, textIn, type XmlElement } from '../shared/xml.js';

/** Where something stands. */
export interface Place {
  /** From 0. */
  readonly measure: number;
  /** Quarters from the beginning of the measure; below 0 or beyond its end where a score says so. */
  offset: number;
}

export interface Metre extends Place {
  readonly numerator: number;
  readonly denominator: number;
}

/** Of a measure, in quarters, as far as the longest part goes. */
export interface MeasureLength {
  /** With rests. */
  written: number;
  /** To the end of its last note. */
  sounding: number;
}

export interface Laid {
  /** Quarters from the beginning of the piece; never below 0. */
  readonly quarterOf: (place: Place) => number;
  readonly metres: readonly NotatedBar[];
}

/**
 * `3+2` over 8 is a bar of five; `3/8+2/4`, two pairs of beats and their kind, is one of seven eighths.
 *
 * @param time an element with beats.
 * @returns undefined for what is no metre.
 */
export function metreOf(time: XmlElement): Pick<Metre, 'numerator' | 'denominator'> | undefined {
  const all = (named: string): readonly string[] =>
    time.children.filter(({ name }) => name === named).map(textIn);
  const units = all('beat-type').map((text) => numberIn(text, 1, 128) ?? NaN);
  const denominator = Math.max(...units);
  const numerator = all('beats').reduce((sum, text, i) => {
    const beats = text.split('+').reduce((whole, part) => whole + Number(part), 0);
    return sum + (beats * denominator) / (units[i] ?? NaN);
  }, 0);
  const isMetre =
    units.every((unit) => Number.isInteger(Math.log2(unit))) &&
    Number.isInteger(numerator) &&
    numerator >= 1 &&
    numerator <= 255;
  return isMetre ? { numerator, denominator } : undefined;
}

const usual = { numerator: 4, denominator: 4 };

/**
 * A measure in which no part has anything is as long as its metre says, and rests alone make none longer than that: where one part counts a
 * bar's rest twice, the others are right.
 *
 * @param metres in order.
 */
export function laidOut(lengths: readonly MeasureLength[], metres: readonly Metre[]): Laid {
  const starts = new Float64Array(lengths.length);
  const bars: NotatedBar[] = [];
  let [quarter, next] = [0, 0];
  let metre: Pick<Metre, 'numerator' | 'denominator'> | undefined;
  const begin = (at: number): void => {
    if (metre === undefined) return;
    const bar = { quarter: at, numerator: metre.numerator, denominator: metre.denominator };
    if (bars.at(-1)?.quarter === at) bars.pop();
    bars.push(bar);
  };
  for (const [measure, { written, sounding }] of lengths.entries()) {
    starts[measure] = quarter;
    begin(quarter);
    // What is said at the end of a measure holds from the next one.
    for (; metres[next]?.measure === measure; next++) {
      const { offset } = metres[next]!;
      metre = metres[next];
      if (offset === 0 || offset < written) begin(quarter + offset);
    }
    const { numerator, denominator } = metre ?? usual;
    const full = (4 * numerator) / denominator;
    quarter += written === 0 ? full : Math.max(sounding, Math.min(written, full));
  }
  return {
    quarterOf: ({ measure, offset }) => Math.max(0, (starts[measure] ?? 0) + offset),
    metres: metresOfBars(bars, quarter),
  };
}
