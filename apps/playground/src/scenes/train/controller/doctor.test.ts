import { describe, expect, it } from 'vitest';
import type { TrainingState } from '@speil/api';
import { diagnose } from './doctor';

type Epoch = TrainingState['epochs'][number];

const epoch = (change: {
  readonly train?: number;
  readonly validation?: number;
  readonly kl?: readonly number[];
}): Epoch => {
  const losses = (total: number) => ({ total, reconstruction: total - 6, kl: 6 });
  return {
    ...{ type: 'epoch-end', time: 0, step: 1, epoch: 1, examplesPerSecond: 1, best: true },
    train: losses(change.train ?? 170),
    validation: losses(change.validation ?? 172),
    klPerDimension: [...(change.kl ?? [3, 3])],
  };
};
const vae = { family: 'vae', latents: 2, learningRate: 0.002 } as const;
const running = (...epochs: readonly Epoch[]) => ({ status: 'running', epochs }) as const;

describe('the doctor', () => {
  it('has nothing to say before the first epoch', () => {
    expect(diagnose(running(), vae)).toBe('waiting');
  });

  it('finds a training well whose loss falls and whose dimensions are in use', () => {
    expect(diagnose(running(epoch({ train: 180 }), epoch({})), vae)).toBe('fine');
  });

  it('tells a collapse from some dead dimensions', () => {
    expect(diagnose(running(epoch({ kl: [0.001, 0] })), vae)).toBe('collapsed');
    expect(diagnose(running(epoch({ kl: [6, 0.001] })), vae)).toBe('dead');
  });

  it('finds steps too large when a loss has risen again', () => {
    expect(diagnose(running(epoch({}), epoch({ train: 200 })), vae)).toBe('rate');
    expect(diagnose(running(epoch({})), { ...vae, learningRate: 0.5 })).toBe('rate');
    expect(diagnose({ status: 'diverged', epochs: [] }, vae)).toBe('diverged');
  });

  it('finds that digits are learned by heart', () => {
    const epochs = [172, 171.9, 172.5, 173, 174].map((validation, i) =>
      epoch({ validation, train: 170 - 2 * i }),
    );
    expect(diagnose(running(...epochs), vae)).toBe('overfitting');
    expect(diagnose(running(...epochs.slice(0, 4)), vae)).toBe('fine');
  });

  it('warns of the holes in an autoencoder’s plane', () => {
    expect(diagnose(running(epoch({})), { ...vae, family: 'ae' })).toBe('narrow');
    expect(diagnose(running(epoch({})), { ...vae, family: 'ae', latents: 8 })).toBe('fine');
  });
});
