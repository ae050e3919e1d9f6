/** Which split a song of an undivided set is in: by its name alone, so that adding songs moves none. */
import { createHash } from 'node:crypto';
import type { Split } from '@speil/api';

/** Eight in ten are for training, one for validation, one for testing. */
export function assignSplit(name: string): Split {
  const part = createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
  if (part < 0.8) return 'train';
  return part < 0.9 ? 'validation' : 'test';
}
