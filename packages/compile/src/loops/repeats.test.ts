import { describe, expect, it } from 'vitest';
import { callWith, type Call } from './calls.js';
import { repeatsOf, tabled } from './repeats.js';

/** `name(t, 1, 2)` */
const call = (name: string, ...numbers: number[]): Call<string> =>
  callWith(
    ['t', ...numbers.map((number) => ({ number, around: (text: string) => text }))],
    (all) => `${name}(${all.join(', ')})`,
  );
const found = (calls: readonly Call<string>[]): unknown[] =>
  repeatsOf(calls, (i) => `<${i}>`).map((repeat) => {
    const { calls: once, table } = tabled(repeat);
    const texts = once.map(({ write, numbers }) =>
      write(numbers.map((one) => ('place' in one ? `n${one.place}` : String(one.value)))),
    );
    return table.length === 0 ? texts : { texts, table };
  });

describe('calls', () => {
  it('that repeat with other numbers are a loop over those that differ', () => {
    const steps = [0, 1, 2, 3, 4].flatMap((i) => [call('f', 7, i), call('g', i, 9)]);
    expect(found([call('before', 1), ...steps, call('after')])).toEqual([
      ['before(t, 1)'],
      { texts: ['f(t, 7, n0)', 'g(t, n1, 9)'], table: [0, 0, 1, 1, 2, 2, 3, 3, 4, 4] },
      ['after(t)'],
    ]);
  });

  it('that repeat with the same numbers are made as often', () => {
    const same = Array.from({ length: 6 }, () => call('f', 3));
    expect(found(same)).toEqual([{ texts: ['f(t, n0)'], table: [3, 3, 3, 3, 3, 3] }]);
  });

  it('of which a loop would save few stay as they are', () => {
    expect(found([call('f', 1), call('f', 2), call('f', 3)])).toEqual([
      ['f(t, 1)'],
      ['f(t, 2)'],
      ['f(t, 3)'],
    ]);
  });

  it('with other functions or other code among their arguments are no repetition', () => {
    const other = callWith(
      ['u', { number: 1, around: (text: string) => text }],
      (all) => `f(${all.join(', ')})`,
    );
    const calls = [call('f', 1), other, call('g', 1), call('f', 1, 2)];
    expect(found(calls)).toEqual(calls.map((one) => [one.write(one.numbers.map(String))]));
  });
});
