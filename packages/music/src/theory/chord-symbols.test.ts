import { describe, expect, it } from 'vitest';
import { parseChord } from './chord-symbols.js';

describe('a chord symbol', () => {
  /** Roots and triads as in any textbook on harmony. ø means half-diminished, and △ means a major seventh. */
  it.each<[string, number, string | null]>([
    ['C', 0, 'major'],
    ['F#m', 6, 'minor'],
    ['Bb/D', 10, 'major'],
    ['G7(b9)', 7, 'major'],
    ['G7(b9,#11)', 7, 'major'],
    ['Cø7', 0, 'diminished'],
    ['Cm7(b5)', 0, 'diminished'],
    ['Cmi', 0, 'minor'],
    ['C-7', 0, 'minor'],
    ['F(add9)', 5, 'major'],
    ['CΔ7', 0, 'major'],
    ['C△7', 0, 'major'],
    ['CMaj9', 0, 'major'],
    ['Cm(maj7)', 0, 'minor'],
    ['C7(#9)', 0, 'major'],
    ['Cº', 0, 'diminished'],
    ['B♭', 10, 'major'],
    ['F♯m', 6, 'minor'],
    ['D7(13)', 2, 'major'],
    ['Gsus', 7, null],
    ['C5', 0, null],
  ])('is parsed to its root and triad: %s', (symbol, root, triad) => {
    expect(parseChord(symbol)).toMatchObject({ symbol, root, triad });
  });

  it('is read as its triad if its figures are unknown', () => {
    expect(parseChord('Am7(b13#4)')).toMatchObject({ root: 9, triad: 'minor' });
  });

  it.each(['Fine', 'Coda', 'Allegro', 'Bridge', 'A part', 'D.C.', 'slowly', 'Chorus', '(C)', ''])(
    'must not be %s',
    (word) => {
      expect(() => parseChord(word)).toThrow('A chord must be a root and a quality');
    },
  );
});
