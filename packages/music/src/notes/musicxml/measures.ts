/**
 * Determines when the measures of a score start. A measure is as long as in the part where it is longest, so that all
 * parts begin the next measure together.
 */
import { metresOfBars, type NotatedBar } from '../../theory/notated-bars.js';
import { numberIn, textIn, type XmlElement } from '../shared/xml.js';

/** Position of an event in the score. */
export interface Position {
  /** Index of the measure, from 0. */
  readonly measure: number;
  /**
   * Quarters from the start of the measure. A score may place events before the start or after the end of the measure.
   */
  offset: number;
}

export interface Metre extends Position {
  readonly numerator: number;
  readonly denominator: number;
}

/** Length of a measure in quarters, in the part where it is longest. */
export interface MeasureLength {
  /** Length including rests. */
  written: number;
  /** Length up to the end of its last note. */
  sounding: number;
}

export interface Layout {
  /** Converts a position to quarters from the start of the piece. The result is never below 0. */
  readonly quarterOf: (position: Position) => number;
  readonly metres: readonly NotatedBar[];
}

/**
 * Reads a metre. `3+2` over 8 gives 5/8. Two pairs of beats and beat types, such as `3/8+2/4`, give their sum, here
 * 7/8.
 *
 * @param time a `<time>` element with beats.
 * @returns undefined for an invalid metre.
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
 * An empty measure is as long as its metre. Rests cannot make a measure longer than its metre: in some scores one part
 * counts a whole-bar rest twice, and the other parts have the correct length.
 *
 * @param metres the metres, in order of time.
 */
export function layOut(lengths: readonly MeasureLength[], metres: readonly Metre[]): Layout {
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
    // A metre at the end of a measure applies from the next measure on.
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
