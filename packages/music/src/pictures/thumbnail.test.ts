import { describe, expect, it } from 'vitest';
import { planOfSpec } from '../entries/index.js';
import { recipes } from '../entries/recipes.js';
import { thumbnail, thumbnailShape } from './thumbnail.js';

const converterOf = (name: string) =>
  planOfSpec(recipes.find((recipe) => recipe.name === name)!.model).converter;

describe('a thumbnail', () => {
  it('of drums has two rows per drum, with the kick at the bottom, and shades that show the velocity', () => {
    const drums = converterOf('drums-2bar');
    expect(thumbnailShape(drums, 32)).toEqual([18, 32, 1]);
    const hit = (pitch: number, step: number, velocity: number) => ({
      pitch,
      velocity,
      isDrum: true,
      quantizedStartStep: step,
      quantizedEndStep: step + 1,
    });
    const { pixels } = thumbnail({ notes: [hit(36, 1, 127), hit(38, 2, 10)] }, drums, 32);
    expect([pixels[17 * 32 + 1], pixels[16 * 32 + 1]]).toEqual([255, 255]);
    expect(pixels[15 * 32 + 2]).toBe(Math.round(90 + (165 * 10) / 127));
    expect(pixels[3]).toBe(0);
  });

  it('of a melody has a row per semitone from B5 down to C3, and moves other pitches by octaves', () => {
    const melody = converterOf('melody-2bar');
    expect(thumbnailShape(melody, 32)).toEqual([36, 32, 1]);
    const note = { pitch: 84 + 12, quantizedStartStep: 1, quantizedEndStep: 3 };
    const { pixels } = thumbnail({ notes: [note] }, melody, 32);
    // Pitch 96 is C7. It is shown as C5 (72), eleven rows below B5 (83).
    expect([pixels[11 * 32 + 1], pixels[11 * 32 + 2], pixels[11 * 32 + 3]]).toEqual([255, 140, 0]);
  });

  it('of a trio has both, separated by a row', () => {
    expect(thumbnailShape(converterOf('trio-4bar'), 64)).toEqual([36 + 1 + 18, 64, 1]);
  });
});
