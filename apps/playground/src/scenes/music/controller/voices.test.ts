import { describe, expect, it, vi } from 'vitest';
import type { Bank } from '../sound/bank';
import { createVoices } from './voices';

const silence = new Float32Array(1);

function bankOf(): Bank {
  const has = new Set<number>();
  return {
    give(pitches) {
      for (const pitch of pitches) has.add(pitch);
    },
    has: (pitch) => has.has(pitch),
    renew() {
      has.clear();
    },
    bufferOf: () => undefined,
  };
}

describe('the voices', () => {
  it('are fetched a few at a time, the urgent ones first, and none twice', async () => {
    const bank = bankOf();
    const requested: (readonly number[])[] = [];
    const fetchVoices = createVoices({
      bank: () => bank,
      needed: () => [60, 62, 60, 64, 65, 67, 69],
      program: () => 0,
      ask(pitches) {
        requested.push(pitches);
        return Promise.resolve(pitches.map(() => silence));
      },
    });
    fetchVoices();
    fetchVoices();
    await expect.poll(() => bank.has(69)).toBe(true);
    expect(requested).toEqual([
      [60, 62, 64, 65],
      [67, 69],
    ]);
  });

  it('are discarded if the instrument has changed in the meantime', async () => {
    const bank = bankOf();
    let program = 0;
    const requested: number[] = [];
    createVoices({
      bank: () => bank,
      needed: () => [60],
      program: () => program,
      ask(pitches, of) {
        requested.push(of);
        program = 24;
        return Promise.resolve(pitches.map(() => silence));
      },
    })();
    await expect.poll(() => bank.has(60)).toBe(true);
    expect(requested).toEqual([0, 24]);
  });

  it('are not requested repeatedly from a broken worker', async () => {
    const ask = vi.fn(() => Promise.reject(new Error('broken')));
    const bank = bankOf();
    const fetchVoices = createVoices({
      bank: () => bank,
      needed: () => [60],
      program: () => 0,
      ask,
    });
    fetchVoices();
    await new Promise((resolve) => setTimeout(resolve));
    expect(ask).toHaveBeenCalledTimes(1);
    fetchVoices();
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
