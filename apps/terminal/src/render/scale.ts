/** Axes: ranges that show what matters, and round numbers as labels. */

export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * The range of the values with a small margin. The largest tenth may be cut off at the top: in the first training steps
 * the loss is many times higher than later, and would flatten the rest of the curve.
 */
export function rangeOf(values: readonly number[], log: boolean): Range {
  const sorted = values.filter((v) => Number.isFinite(v) && (!log || v > 0)).sort((a, b) => a - b);
  if (sorted.length === 0) return log ? { low: 0.1, high: 1 } : { low: 0, high: 1 };
  const low = sorted[0]!;
  const top = sorted.at(-1)!;
  const most = sorted[Math.floor((sorted.length - 1) * 0.9)]!;
  const high = !log && top > low + 2 * (most - low) && most > low ? most : top;
  if (log) return low === high ? { low: low / 2, high: high * 2 } : { low, high };
  const air = high === low ? Math.abs(high) / 10 || 1 : (high - low) / 20;
  return { low: low >= 0 ? Math.max(0, low - air) : low - air, high: high + air };
}

/** Position of a value in a range: 0 at the low end, 1 at the high end. */
export function positionIn({ low, high }: Range, value: number, log: boolean): number {
  if (!log) return (value - low) / (high - low);
  return (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
}

/** Round numbers within a range, at most `count`: 1, 2 or 5 times a power of ten. */
export function ticksOf({ low, high }: Range, count: number, log: boolean): readonly number[] {
  if (log) return thin(roundNumbers(low, high), count);
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(i * step);
  return thin(ticks, count);
}

/** The next number of the sequence 1, 2, 5, 10, ... from 1e-6 to 100. Below the smallest number comes zero. */
export function nextRound(value: number, direction: 1 | -1): number {
  const smallest = 1e-6;
  if (direction === 1 && value < smallest) return value === 0 ? 0.01 : smallest;
  const ladder = roundNumbers(smallest, 100);
  // A small tolerance, so that 0.1 + 0.2 counts as 0.3.
  const next =
    direction === 1
      ? ladder.find((step) => step > value * 1.001)
      : ladder.findLast((step) => step < value * 0.999);
  return next ?? (direction === 1 ? 100 : 0);
}

function roundNumbers(low: number, high: number): number[] {
  const numbers: number[] = [];
  for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) {
    for (const factor of [1, 2, 5]) {
      const value = Number((factor * 10 ** power).toPrecision(1));
      if (value >= low * 0.999 && value <= high * 1.001) numbers.push(value);
    }
  }
  return numbers;
}

function thin(ticks: readonly number[], count: number): readonly number[] {
  const every = Math.ceil(ticks.length / Math.max(1, count));
  return ticks.filter((_, i) => i % every === 0);
}

/** The labels of the ticks of one axis. Each is as short as possible, but differs from the next one. */
export function tickLabels(ticks: readonly number[]): readonly string[] {
  const gaps = ticks.slice(1).map((tick, i) => Math.abs(tick - ticks[i]!));
  const off = Math.min(...gaps) / 10;
  let digits = 3;
  const rounds = (tick: number): boolean => Math.abs(Number(tick.toPrecision(digits)) - tick) > off;
  // In a narrow range, neighbouring labels with three digits would be equal.
  while (digits < 12 && ticks.some(rounds)) digits++;
  return ticks.map((tick) => tickLabel(tick, digits));
}

/** A number on an axis, as short as possible. @param digits number of significant digits. */
export function tickLabel(value: number, digits = 3): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 10_000) return `${Number((value / 1000).toPrecision(digits))}k`;
  if (Math.abs(value) < 1e-3) return value.toExponential(digits - 1).replace(/\.?0+e/u, 'e');
  return String(Number(value.toPrecision(digits)));
}
