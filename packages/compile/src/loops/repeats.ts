/**
 * Calls that repeat, as those of the steps of a recurrent network: the statements of a program are planned one by one, and
 * written as loops where one group of calls after the other is the same but for the numbers it is called with.
 */
import type { Call } from './calls.js';

/** Calls one after the other, as often as there are lists of numbers. */
export interface Repeat<T> {
  readonly calls: readonly Call<T>[];
  /** The numbers of all calls of each repetition. */
  readonly numbers: readonly (readonly number[])[];
}

/** Repeated calls whose numbers are the same in each repetition, or in a table. */
export interface Tabled<T> {
  readonly calls: readonly {
    readonly write: Call<T>['write'];
    readonly numbers: readonly ({ readonly value: number } | { readonly place: number })[];
  }[];
  /** The numbers that differ, `width` for each repetition; empty if all calls are made once. */
  readonly table: readonly number[];
  readonly width: number;
}

export function tabled<T>({ calls, numbers }: Repeat<T>): Tabled<T> {
  const first = numbers[0]!;
  const all = first.flatMap((number, i) =>
    numbers.every((list) => list[i] === number) ? [] : [i],
  );
  // A loop needs a number to count by.
  const differing = all.length === 0 && numbers.length > 1 ? [0] : all;
  let next = 0;
  return {
    calls: calls.map((call) => ({
      write: call.write,
      numbers: call.numbers.map((value) => {
        const place = differing.indexOf(next++);
        return place === -1 ? { value } : { place };
      }),
    })),
    table: numbers.flatMap((list) => differing.map((i) => list[i]!)),
    width: differing.length,
  };
}

/** Calls that one repetition has at most: more than a step of a recurrent network has, forward or backward. */
const longest = 64;
/** A loop with fewer calls in it is not shorter than the calls. */
const leastSaved = 4;

/**
 * Finds the repetitions in a list of calls, in order.
 *
 * @param symbolOf gives the code of an unknown number, by its index: calls with the same code of unknown numbers repeat.
 */
export function repeatsOf<T>(
  calls: readonly Call<T>[],
  symbolOf: (index: number) => T,
): Repeat<T>[] {
  const numberOf = new Map<string, number>();
  const kinds = calls.map(({ numbers, write }) => {
    const text = String(write(numbers.map((_, i) => symbolOf(i))));
    numberOf.set(text, numberOf.get(text) ?? numberOf.size);
    return numberOf.get(text)!;
  });
  const repeats: Repeat<T>[] = [];
  for (let at = 0; at < calls.length;) {
    const { period, count } = repetitionAt(kinds, at);
    const groups = Array.from({ length: count }, (_, i) =>
      calls.slice(at + i * period, at + (i + 1) * period),
    );
    repeats.push({
      calls: groups[0]!,
      numbers: groups.map((group) => group.flatMap(({ numbers }) => numbers)),
    });
    at += period * count;
  }
  return repeats;
}

/** The repetition that saves most of the calls from a place on. */
function repetitionAt(kinds: readonly number[], at: number): { period: number; count: number } {
  let best = { period: 1, count: 1 };
  let most = leastSaved - 1;
  for (let period = 1; period <= Math.min(longest, (kinds.length - at) / 2); period++) {
    let length = period;
    while (at + length < kinds.length && kinds[at + length] === kinds[at + length - period]) {
      length++;
    }
    const count = Math.floor(length / period);
    const saved = (count - 1) * period;
    if (saved > most) {
      most = saved;
      best = { period, count };
    }
  }
  return best;
}
