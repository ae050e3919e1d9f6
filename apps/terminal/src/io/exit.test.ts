import { AbortedError, StorageError, UnknownNameError } from '@speil/api';
import { expect, it } from 'vitest';
import { UsageError, reportError } from './exit.js';
import { recordedIo } from '../testing/io.js';

it('exits with 2 for an invalid command line, 130 for an interruption, otherwise 1', () => {
  const io = recordedIo();
  expect(reportError(new UsageError('a'), io)).toBe(2);
  expect(reportError(new UnknownNameError('recipe', 'a', ['b']), io)).toBe(2);
  expect(reportError(new AbortedError(), io)).toBe(130);
  expect(reportError(new StorageError('full'), io)).toBe(1);
  expect(reportError(new TypeError('x is not a function\nat y'), io)).toBe(1);
  expect(io.lines.err).toEqual([
    'speil: a',
    "speil: Unknown recipe 'a'. Did you mean 'b'?",
    'speil: The operation was aborted.',
    'speil: full',
    'speil: unexpected error: x is not a function',
    'Run it again with SPEIL_DEBUG=1 to see where it happened.',
  ]);
});

it('shows the stack of an error only on request', () => {
  const io = recordedIo({ env: { SPEIL_DEBUG: '1' } });
  reportError(new StorageError('full'), io);
  expect(io.lines.err[1]).toMatch(/^\s*at |StorageError/mu);
});
