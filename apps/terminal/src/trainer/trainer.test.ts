import { IncompatibleError, StorageError } from '@speil/api';
import { expect, it } from 'vitest';
import { UsageError } from '../io/exit.js';
import { answerCommand } from './commands.js';
import { serializeError, deserializeError } from './errors.js';
import { describeEarlyEnd } from './spawn.js';

it('keeps the code of an error that is sent between processes', () => {
  const error = deserializeError(serializeError(new StorageError('full')));
  expect(error).toMatchObject({ message: 'full', code: 'storage' });
  expect(serializeError(deserializeError({ message: 'odd' }))).not.toHaveProperty('code');
  expect(deserializeError(serializeError(new UsageError('slip')))).toBeInstanceOf(UsageError);
});

it('rejects commands that do not apply now', () => {
  const running = { paused: false, ended: false };
  expect(answerCommand({ type: 'pause' }, running)).toBe('Pausing after this step.');
  expect(() => answerCommand({ type: 'resume' }, running)).toThrow(IncompatibleError);
  expect(() => answerCommand({ type: 'pause' }, { ...running, paused: true })).toThrow(
    'paused already',
  );
  expect(() => answerCommand({ type: 'stop' }, { ...running, ended: true })).toThrow('has ended');
});

it('gives a likely reason for a trainer that was killed', () => {
  expect(describeEarlyEnd(null, 'SIGKILL')).toMatchObject({
    code: 'out-of-memory',
    message: expect.stringContaining('a smaller --limit or --batch') as string,
  });
  expect(describeEarlyEnd(3, null).message).toContain('exit code 3');
});
