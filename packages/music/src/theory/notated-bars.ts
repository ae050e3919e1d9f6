/**
 * Converts the bars of a score to metres. A pickup gets its own metre, and so does any other bar that is shorter or
 * longer than its metre. So the following bars begin where they begin in the score. If a repeat sign splits a bar in
 * two, the two parts count as one bar.
 */

/** Start of a written bar, in quarters, and its metre. */
export interface NotatedBar {
  readonly quarter: number;
  readonly numerator: number;
  readonly denominator: number;
}

/** Tolerance for rounding errors, in quarters. It is below the length of the shortest note that is read. */
const tolerance = 1 / 64;
const largestDenominator = 128;

/**
 * @param bars the bars, in order of time.
 * @param end end of the last bar, in quarters.
 * @returns the metres, each with its first bar.
 */
export function metresOfBars(bars: readonly NotatedBar[], end: number): readonly NotatedBar[] {
  const metres: NotatedBar[] = [];
  const addMetre = ({ quarter, numerator, denominator }: NotatedBar): void => {
    const last = metres.at(-1);
    if (last?.numerator === numerator && last.denominator === denominator) return;
    metres.push({ quarter, numerator, denominator });
  };
  const lengthOf = (i: number): number => (bars[i + 1]?.quarter ?? end) - bars[i]!.quarter;
  for (let i = 0; i < bars.length; i++) {
    const bar = bars[i]!;
    const [written, length] = [(4 * bar.numerator) / bar.denominator, lengthOf(i)];
    // A rest of several bars may be written as one bar.
    const isWhole =
      Math.abs(length - Math.max(1, Math.round(length / written)) * written) < tolerance;
    const isLast = i === bars.length - 1;
    if (isWhole || isLast) addMetre(bar);
    else if (Math.abs(length + lengthOf(i + 1) - written) < tolerance) {
      addMetre(bar);
      i++;
    } else addMetre(asMetre(bar, length) ?? bar);
  }
  return metres;
}

/**
 * A metre whose bar has `length` quarters; undefined if there is none, for example because the bar ends within a
 * triplet.
 */
function asMetre(
  { quarter, denominator: minDenominator }: NotatedBar,
  length: number,
): NotatedBar | undefined {
  for (let denominator = minDenominator; denominator <= largestDenominator; denominator *= 2) {
    const numerator = (length * denominator) / 4;
    const whole = Math.round(numerator);
    if (whole < 1 || whole > 255 || Math.abs(numerator - whole) > tolerance) continue;
    return { quarter, numerator: whole, denominator };
  }
  return undefined;
}
