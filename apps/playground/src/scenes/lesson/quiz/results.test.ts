import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partIds, questionId, structure } from '../content/structure';
import { readResults, reduceResults, writeResults } from './results';

const names = partIds.flatMap((id) => [
  questionId(id, 'before', 0),
  questionId(id, 'after', 0),
  ...structure[id].tasks.map((task) => `task.${task.id}`),
]);

describe('the results that the device keeps', () => {
  it('are read as they were written', () => {
    const results = fc.dictionary(fc.constantFrom(...names), fc.nat(9));
    fc.assert(
      fc.property(results, (kept) => {
        expect(readResults(writeResults(kept))).toEqual({ ...kept });
      }),
    );
  });

  it('are none for garbage', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readResults(`${text}!`)).toEqual({});
      }),
    );
    expect(readResults(null)).toEqual({});
    expect(readResults('why.before.0=1000')).toEqual({});
  });

  it('change with each answer, until they are cleared', () => {
    const answered = reduceResults({}, { type: 'answer', name: 'why.before.0', answer: 2 });
    expect(answered).toEqual({ 'why.before.0': 2 });
    const loaded = reduceResults(answered, {
      type: 'load',
      results: { 'why.before.0': 1, 'why.after.0': 0 },
    });
    expect(loaded).toEqual({ 'why.before.0': 2, 'why.after.0': 0 });
    expect(reduceResults(loaded, { type: 'clear' })).toEqual({});
  });
});
