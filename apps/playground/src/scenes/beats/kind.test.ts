import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternSteps } from '../../worker/protocol/music';
import type { Pattern } from '../../worker/protocol/music';
import { beats } from './kind';

const silence: Pattern = Array.from({ length: patternSteps }, () => 0);

describe('a cell of a beat', () => {
  it('is set and removed without changing any other cell', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(511), { minLength: patternSteps, maxLength: patternSteps }),
        fc.nat(31),
        fc.nat(8),
        (pattern, step, row) => {
          const once = beats.toggle(pattern, step, row);
          expect(once.filter((hits, i) => hits !== pattern[i])).toHaveLength(1);
          expect(beats.toggle(once, step, row)).toEqual(pattern);
        },
      ),
    );
  });

  it('plays the drum of its row', () => {
    const pattern = beats.toggle(silence, 4, 1);
    expect(beats.notesOf(pattern)).toEqual([{ pitch: 1, start: 4, end: 5 }]);
    expect(beats.pitchOf(1)).toBe(38); // General MIDI's snare.
  });
});

it('a roll shows all nine drums', () => {
  expect(beats.reach([])).toEqual({ lowest: 0, highest: 8 });
});
