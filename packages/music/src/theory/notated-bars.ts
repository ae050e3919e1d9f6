/**
 * The bars that a score writes down, as metres: a pickup, and any bar that is shorter or longer than its metre, has one of its own, so that the
 * bars after it begin where the score begins them. What a repeat cuts in two is one bar.
 */

/** Where a written bar begins, in quarters, and the metre that holds there. */
export interface NotatedBar {
  readonly quarter: number;
  readonly numerator: number;
  readonly denominator: number;
}

/** What sums of lengths may be off by, in quarters: less than the shortest note that is read. */
const hair = 1 / 64;
const largestDenominator = 128;

/**
 * @param bars in order of time.
 * @param end of the last bar, in quarters.
 * @returns the metres, each where it begins to hold.
 */
export function metresOfBars(bars: readonly NotatedBar[], end: number): readonly NotatedBar[] {
  const metres: NotatedBar[] = [];
  const hold = ({ quarter, numerator, denominator }: NotatedBar): void => {
    const last = metres.at(-1);
    if (last?.numerator === numerator && last.denominator === denominator) return;
    metres.push({ quarter, numerator, denominator });
  };
  const lengthOf = (i: number): number => (bars[i + 1]?.quarter ?? end) - bars[i]!.quarter;
  for (let i = 0; i < bars.length; i++) {
    const bar = bars[i]!;
    const [written, length] = [(4 * bar.numerator) / bar.denominator, lengthOf(i)];
    // Rests of several bars are written as one.
    const isWhole = Math.abs(length - Math.max(1, Math.round(length / written)) * written) < hair;
    const isLast = i === bars.length - 1;
    if (isWhole || isLast) hold(bar);
    else if (Math.abs(length + lengthOf(i + 1) - written) < hair) {
      hold(bar);
      i++;
    } else hold(asMetre(bar, length) ?? bar);
  }
  return metres;
}

/** A metre of so many quarters; undefined where none has them, as after a triplet that is cut. */
function asMetre(
  { quarter, denominator: least }: NotatedBar,
  length: number,
): NotatedBar | undefined {
  for (let denominator = least; denominator <= largestDenominator; denominator *= 2) {
    const numerator = (length * denominator) / 4;
    const whole = Math.round(numerator);
    if (whole < 1 || whole > 255 || Math.abs(numerator - whole) > hair) continue;
    return { quarter, numerator: whole, denominator };
  }
  return undefined;
}
