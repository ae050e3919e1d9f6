/**
 * Splits a dataset that has no official split. Only the name of a song decides, so new songs do not move other songs.
 */
import { createHash } from 'node:crypto';
import type { Split } from '@speil/api';

/** 80 % of songs are for training, 10 % for validation, 10 % for testing. */
export function assignSplit(name: string): Split {
  const part = createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
  if (part < 0.8) return 'train';
  return part < 0.9 ? 'validation' : 'test';
}
