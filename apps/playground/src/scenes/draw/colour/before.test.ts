import { describe, expect, it } from 'vitest';
import { colourTasks } from '../../../worker/protocol/images';
import { beforesOf, shownBefore } from './before';

describe('the picture left of the divider', () => {
  it('is the chosen one where the task has it, and otherwise the first that it has', () => {
    expect(shownBefore('usual', 'fourfold')).toBe('usual');
    expect(shownBefore('usual', 'denoise')).toBe('input');
    expect(shownBefore('input', 'vae')).toBe('original');
  });

  it('may be the original for every task', () => {
    for (const task of colourTasks) expect(shownBefore('original', task)).toBe('original');
    expect(beforesOf('vqVae')).toEqual(['original']);
  });
});
