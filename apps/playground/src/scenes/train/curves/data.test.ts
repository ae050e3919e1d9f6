import { describe, expect, it } from 'vitest';
import type { TrainingState } from '@speil/api';
import { columnsOf } from './data';

describe('the curves', () => {
  it('have a row for each step of training and each end of an epoch', () => {
    const losses = (total: number) => ({ total, reconstruction: total - 5, kl: 5 });
    const state = {
      curve: [
        { step: 2, steps: 2, ...losses(200) },
        { step: 4, steps: 2, ...losses(190) },
      ],
      epochs: [
        { step: 3, validation: losses(195) },
        { step: 4, validation: null },
      ],
    } as unknown as Pick<TrainingState, 'curve' | 'epochs'>;
    expect(columnsOf(state)).toEqual({
      steps: [2, 3, 4],
      total: [200, null, 190],
      reconstruction: [195, null, 185],
      kl: [5, null, 5],
      validation: [null, 195, null],
      validationKl: [null, 5, null],
    });
  });
});
