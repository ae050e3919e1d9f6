import { describe, expect, it } from 'vitest';
import { freeName } from './saves';

describe('the name of a saved training', () => {
  it('gets a number where it is taken, so that nothing is replaced', () => {
    expect(freeName('Digits', [])).toBe('Digits');
    expect(freeName('Digits', ['Digits'])).toBe('Digits (2)');
    expect(freeName('Digits', ['Digits (2)', 'Digits', 'Clothing'])).toBe('Digits (3)');
  });
});
